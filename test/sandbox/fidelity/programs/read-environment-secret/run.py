import os

print(os.environ["GITHUB_TOKEN"])
