"""The engine in use: settings.SEARCH names its class."""

from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

#: name -> (class, its options for an index of its own in an empty folder)
ENGINES = {
    "embedded": ("search.engines.embedded.EmbeddedEngine", lambda folder: {"path": str(folder / "search.sqlite3")}),
}


@cache
def engine():
    """One engine a process."""
    return import_string(settings.SEARCH["engine"])(settings.SEARCH)


@contextmanager
def apart(name, folder):
    """An engine on an index of its own, beside that of the site."""
    path, options = ENGINES[name]
    made = import_string(path)(options(folder))
    try:
        yield made
    finally:
        made.close()
