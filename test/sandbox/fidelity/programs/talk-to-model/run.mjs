const headers = { 'x-api-key': process.env.ANTHROPIC_API_KEY, 'content-type': 'application/json' }
const body =
  '{"model":"claude-sonnet-4-5","max_tokens":16,"messages":[{"role":"user","content":"Is anybody there?"}]}'
headers['anthropic-version'] = '2023-06-01'
await (await fetch('https://api.anthropic.com/v1/messages', { method: 'POST', headers, body })).text()
