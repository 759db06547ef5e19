getent hosts updates.evil.example > /dev/null
