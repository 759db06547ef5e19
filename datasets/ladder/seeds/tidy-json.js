const fs = require('fs')

const value = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
fs.writeFileSync(process.argv[2], JSON.stringify(value, null, 2))
