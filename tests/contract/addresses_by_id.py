"""Every address of the site that takes an id or a key, asked for with the numbers of tests/contract/numbers.py.

They are read from the resolver, so that a new one is asked for the day it is made. What an argument is that is no number
is said here by its name; an argument nobody knows fails the test, as does a name that no longer serves.
"""

import re
from dataclasses import dataclass
from itertools import product

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern
from django.utils import translation
from wagtail import hooks

from tests.contract.numbers import FOREIGN, OWN

#: Arguments that hold a number in words: ids in addresses that take any text.
NUMBERS = {"pk", "object_id", "revision_id_a", "revision_id_b"}
#: Arguments that choose what is done.
CHOICES = {
    "action_name": ["approve", "reject", "delete"],
    "filter_spec": ["max-165x165"],
    "mode": [""],
    "language": ["fr", "en"],
    "slug": ["x"],
    "kind": ["csv"],
}
#: Arguments that say what kind of thing, taken together: an app and a model, and what is done to several at once.
KINDS = {
    ("content_type_app_name", "content_type_model_name"): [("spaces", "articlepage")],
    ("app_name", "model_name"): [("cms", "picture")],
    ("app_label", "model_name"): [("spaces", "articlepage"), ("spaces", "membership")],
    ("app_label", "model_name", "action"): [
        (model._meta.app_label, model._meta.model_name, action.action_type)
        for action in hooks.get_hooks("register_bulk_action") for model in action.models
    ],
}  # fmt: skip
#: address -> why it takes no id of anything.
WITHOUT = {
    "^accounts/password/reset/key/": "the id and the key of a letter on a lost password, which names an account",
    "admin/password_reset/confirm/": "the same of Wagtail, which is closed: every address there leads to signing in",
    "invitations/<str:token>/": "a signed link, tried with every fault in tests/spaces/test_invitations.py",
    "feeds/<str:token>/": "a signed key, tried with every fault in tests/spaces/test_feeds.py",
    "digest/<str:token>/end/": "a signed link, tried with every fault in tests/spaces/test_digest_times.py",
    "digest/<str:token>/less/<str:target>/": "the same, tried with every fault in tests/spaces/test_less.py",
    "^((?:[\\w\\-]+/)*)$": "the addresses of pages, each a door of the leak matrix",
    "admin/^.*/$": "whatever is not an address of the admin, answered 404",
}


@dataclass(frozen=True)
class Way:
    """One address of the resolver: its name, its text with {arguments}, and which arguments there are."""

    name: str
    text: str
    arguments: tuple  # ((name, whether it is a number or a key), …)

    @property
    def ids(self):
        return [name for name, is_id in self.arguments if is_id]

    def filled(self, numbers):
        """Addresses with these {argument: number}, for each choice of what is done to what."""
        said = [name for name, is_id in self.arguments if not is_id]
        together = max((names for names in KINDS if set(names) <= set(said)), key=len, default=())
        alone = [name for name in said if name not in together]
        for kind, *picked in product(KINDS.get(together, [()]), *(CHOICES[name] for name in alone)):
            yield self.text.format(
                **dict(zip(together, kind, strict=True)), **dict(zip(alone, picked, strict=True)), **numbers
            )


def ways(resolver=None, prefix="", names=()):
    """Every address of the site in the active language."""
    for pattern in (resolver or get_resolver()).url_patterns:
        text = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from ways(pattern, text, (*names, pattern.namespace) if pattern.namespace else names)
        else:
            yield way(text, ":".join([*names, pattern.name or ""]), pattern.pattern)


def way(text, name, pattern):
    is_route = isinstance(pattern, RoutePattern)
    kinds = {name: type(one).__name__ for name, one in pattern.converters.items()} if is_route else {}
    words = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"{\1}", re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", text) if is_route else text)
    words = "/" + words.replace("^", "").replace("$", "").replace("\\.", ".")
    kinds |= {} if is_route else dict.fromkeys(pattern.regex.groupindex, "")
    found = re.findall(r"\{(\w+)\}", words)
    is_id = {one: kinds.get(one) in {"IntConverter", "UUIDConverter"} or one in {*NUMBERS, "code", "path", "filename"}
             for one in found}  # fmt: skip
    return Way(name, words, tuple(is_id.items()))


def plain(start):
    """How the start of an address stands in the text of a Way."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", start).replace("^", "").replace("$", "").replace("\\.", ".")


def is_without(one):
    return any(plain(start) in one.text for start in WITHOUT)


def by_id(language="en"):
    """Those that take an id or a key of anything."""
    return [one for one in every(language) if one.ids]


def every(language="en"):
    with translation.override(language):
        return [one for one in ways() if not is_without(one)]


def mixtures(one, own, foreign):
    """{argument: value} in every way that names something of X at least once."""
    for names in product((False, True), repeat=len(one.ids)):
        if any(names):
            yield {
                name: (foreign if is_foreign else own)[kind(name)]
                for name, is_foreign in zip(one.ids, names, strict=True)
            }


def of_one(one, values):
    """{argument: value} for things of one space."""
    return {name: values[kind(name)] for name in one.ids}


def kind(argument):
    return argument if argument in {"code", "key", "path", "filename"} else "number"


def values(world, number):
    """What arguments are for things of one space, by what kind of argument it is."""
    page = world.pages["article"]["fr"]
    return {"number": number, "code": world.space.code, "key": page.translation_key, "path": world.rendition.file.name,
            "filename": world.file.filename}  # fmt: skip


def both(worlds):
    return values(worlds.y, OWN), values(worlds.x, FOREIGN)
