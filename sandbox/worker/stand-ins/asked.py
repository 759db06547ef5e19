"""Who asks for a module, and which of them nobody has. Common to plain runs and to runs with stand-ins."""
import os
import sys

# By where it lies, not by its name: a file of the sample may have any name.
machinery = ('<frozen importlib', os.path.dirname(os.__file__) + '/importlib/')


def asked_by_sample():
    """Whether the import under way was written in a file of the sample, not in a library of the cell."""
    frame = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename.startswith(machinery):
        frame = frame.f_back
    return frame is not None and not frame.f_code.co_filename.startswith(('/usr/', '/etc/', '<frozen'))


def is_foreign(name):
    """Whether a module is somebody's package: not of the standard library, not private to one."""
    top = name.split('.')[0]
    return top not in sys.stdlib_module_names and not top.startswith('_')


class MissingWatch:
    """Last of the finders: tells what was not found, and finds nothing itself."""

    def find_spec(self, name, path=None, target=None):
        if is_foreign(name) and asked_by_sample():
            report('missing', name)
        return None
