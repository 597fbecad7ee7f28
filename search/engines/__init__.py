"""The engine in use: settings.SEARCH names it, with its options."""

import hashlib
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from search.engines.spare import WithSpare


def in_folder(folder):
    return {"path": str(folder / "search.sqlite3")}


def of_its_own(folder):
    """On the server of the site, under a name nothing else has."""
    return {**settings.SEARCH, "index": f"carrefour-apart-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"}


#: name -> (class, its options for an index of its own, the folder being empty)
ENGINES = {
    "elasticsearch": ("search.engines.elasticsearch.ElasticsearchEngine", of_its_own),
    "embedded": ("search.engines.embedded.EmbeddedEngine", in_folder),
}


@cache
def engine():
    """One engine a process; one on a server has a spare beside it, unless the site does without."""
    name, options = settings.SEARCH["engine"], settings.SEARCH
    if name == "embedded" or not options["spare"]:
        return made(name, options)
    return WithSpare(made(name, options), made("embedded", options))


def made(name, options):
    """The engine of this name; its library may be missing where it is not used."""
    if name not in ENGINES:
        raise ImproperlyConfigured(f"SEARCH_ENGINE is {name}; it is one of: {', '.join(ENGINES)}.")
    return import_string(ENGINES[name][0])(options)


@contextmanager
def apart(name, folder):
    """An engine on an index of its own, beside that of the site; it is removed in the end."""
    apart = made(name, ENGINES[name][1](folder))
    try:
        yield apart
    finally:
        apart.remove()
        apart.close()
