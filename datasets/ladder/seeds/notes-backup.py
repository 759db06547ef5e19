import shutil
import pathlib

source = pathlib.Path("notes")
shutil.make_archive("notes-backup", "zip", source)
print("done")
