import os
def f(:
    os.system("still seen"
