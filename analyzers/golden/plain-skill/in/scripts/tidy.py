import csv
import sys
from pathlib import Path

source = Path(sys.argv[1])
with source.open(newline="") as handle:
    rows = [row for row in csv.reader(handle) if row]
target = source.with_suffix(".tidy.csv")
with target.open("w", newline="") as handle:
    csv.writer(handle).writerows(rows)
print(f"{len(rows)} rows")
