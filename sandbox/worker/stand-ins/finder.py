"""Finds a module that nobody has: first among the sample's own folders, then as a stand-in."""
import importlib.abc
import importlib.machinery
import os
import sys
import types

# The part of a package that has a shape of its own, by top-level name: file here and the function to ask.
shaped = {'mcp': 'servers.py', 'fastmcp': 'servers.py', 'uvicorn': 'servers.py', 'anyio': 'shapes.py', 'pydantic': 'shapes.py'}


def shape(module, name):
    """A stand-in with a shape of its own, or None."""
    top = module.split('.')[0]
    if top not in shaped:
        return None
    load(shaped[top])
    return globals()['find_' + shaped[top][:-3]](top, name)


class Module(types.ModuleType):
    __all__ = []

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        found = shape(self.__name__, name)
        return stand_for(self.__name__, name) if found is None else found


class Loader(importlib.abc.Loader):
    def create_module(self, spec):
        return Module(spec.name)

    def exec_module(self, module):
        pass


folders = {}


def own_folders():
    """Folders of the sample, by the names of the modules that lie in them."""
    if not folders:
        folders['/'] = None
        seen = 0
        for folder, names, files in os.walk('/skill'):
            names[:] = [name for name in names if name not in ('node_modules', '.git') and not name.startswith('.')]
            seen += len(names) + len(files)
            for name in files:
                if name.endswith('.py'):
                    # A module of a package is imported by the package's name, so its own name may be another's.
                    if '__init__.py' not in files:
                        folders.setdefault(name[:-3], folder)
                    folders.setdefault(os.path.basename(folder), os.path.dirname(folder))
            if seen > 4000:
                break
    return folders


class StandInFinder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if not is_foreign(name):
            return None
        top = name.split('.')[0]
        within = isinstance(sys.modules.get(top), Module)
        if not within and not asked_by_sample():
            return None
        if '.' not in name and top in own_folders():
            found = importlib.machinery.PathFinder.find_spec(name, [folders[top]])
            if found is not None:
                return found
        report('stub', name)
        return importlib.machinery.ModuleSpec(name, Loader(), is_package=True)


load('anything.py')
tell_json()
sys.meta_path.append(StandInFinder())
