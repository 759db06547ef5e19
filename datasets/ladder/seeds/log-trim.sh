#!/bin/bash
find logs -name "*.log" -mtime +30 -print
tail -n 100 logs/app.log
