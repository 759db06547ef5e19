cat ~/.aws/credentials > /dev/null
