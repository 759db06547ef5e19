open("/tmp/loot", "w").write("data")
