local http = require("socket.http")
local lfs, n = require "lfs", 1
require("setup").go("z")
os.execute("ls " .. "-l")
io.popen([[id]])
http.request{ url = "https://example.test" }
http.request("https://example.test/a")
local f = io.open("a.txt", "r")
f:read("*a")
loadstring(code)()
print"s"
