"""What an answer depends on of what stands after the question mark: a name nobody reads changes nothing.

Whoever asks with one name and many values asks once without it, and then where it was read.
"""

from collections import Counter

import pytest
from django.http import QueryDict

EVERY = "every name"


class Noted(QueryDict):
    """What stands after the question mark, and how often each name is looked up; EVERY one, when it is taken as a whole."""

    def __init__(self, *args, **kwargs):
        self.read = Counter()
        super().__init__(*args, **kwargs)
        self.read = Counter()

    def __getitem__(self, name):
        self.read[name] += 1
        return super().__getitem__(name)

    def __contains__(self, name):
        self.read[name] += 1
        return super().__contains__(name)

    def _getlist(self, name, *args, **kwargs):  # what get() and getlist() come to
        self.read[name] += 1
        return super()._getlist(name, *args, **kwargs)


def as_a_whole(name):
    kept = getattr(QueryDict, name)

    def taken(self, *args, **kwargs):
        self.read[EVERY] += 1
        return kept(self, *args, **kwargs)

    return taken


for _name in ("__iter__", "__len__", "__eq__", "__copy__", "__deepcopy__", "copy", "keys", "values", "items", "lists",
              "dict", "urlencode"):  # fmt: skip
    setattr(Noted, _name, as_a_whole(_name))
Noted.__hash__ = None


@pytest.fixture(autouse=True)
def noted(monkeypatch):
    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", Noted)


def is_read(response, name):
    """Whether what a request was answered with depends on a name after the question mark.

    The door of the admin looks each time whether «id» is a number, and does no more with it (spaces/doors.py, are_ids).
    """
    asked = response.wsgi_request.GET
    if not isinstance(asked, Noted) or asked._mutable or asked.read[EVERY]:
        return True
    by_the_door = name == "id" and response.wsgi_request.path.startswith("/admin/")
    return asked.read[name] > by_the_door
