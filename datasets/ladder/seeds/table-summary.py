import csv
import sys

with open(sys.argv[1]) as handle:
    rows = list(csv.DictReader(handle))
print("rows", len(rows))
