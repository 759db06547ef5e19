powershell -EncodedCommand ZQBjAGgAbwA=
