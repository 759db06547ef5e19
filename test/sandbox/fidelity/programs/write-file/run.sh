echo data > /tmp/loot
