import os
import urllib.request

body = b'{"model":"claude-sonnet-4-5","max_tokens":16,"messages":[{"role":"user","content":"Is anybody there?"}]}'
headers = {"x-api-key": os.environ["ANTHROPIC_API_KEY"], "content-type": "application/json"}
headers["anthropic-version"] = "2023-06-01"
urllib.request.urlopen(urllib.request.Request("https://api.anthropic.com/v1/messages", body, headers)).read()
