"""Facts inside blocks: what both pages of a thing say alike, item by item, because it is no word (a duration, a kind).

A page type names the streams that hold such blocks, and what says in words where two of them differ: `same_in_both`,
{name: function of Unlike.found}. wagtail-localize carries facts over only with the
next version of a translation, and never between pages edited by hand (1.14). Of what goes live in both languages
together they hold in both at once: translations take them from their original, pages edited by hand must agree.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail import blocks

#: Children of a block that hold words, or what each language may choose for itself.
WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.ListBlock, blocks.StructBlock)


@dataclass(frozen=True)
class Unlike:
    """Where two pages edited by hand differ: {"fr": 3, "en": 4} items, or [[number, [facts]], …]."""

    found: Any
    say: Callable

    @property
    def count(self):
        return len(self.found)

    @property
    def words(self):
        """In the language that is active."""
        return self.say(self.found)


def facts_of(block):
    """Names of the children of a block that are facts."""
    return [name for name, child in block.child_blocks.items() if not isinstance(child, WORDS)]


def items_of(page, name):
    """[(id, type, {fact: value as it is stored})] of the stream of a page."""
    stream = getattr(page, name)
    found = []
    for raw in (dict(raw) for raw in stream.raw_data if raw):
        block = stream.stream_block.child_blocks.get(raw["type"])
        facts = {fact: stored(raw["value"].get(fact)) for fact in facts_of(block)} if block else {}
        found.append((raw.get("id"), raw["type"], facts))
    return found


def stored(value):
    """A value as it compares: what was never filled in is nothing, whatever stands for it."""
    return value or None


def unlike(page, other):
    """The first stream in which two pages edited by hand differ: Unlike; None if they do nowhere."""
    for name, say in getattr(page, "same_in_both", {}).items():
        here, there = items_of(page, name), items_of(other, name)
        if len(here) != len(there):
            return Unlike({page.language: len(here), other.language: len(there)}, say)
        ids = {one[0]: one for one in there}
        by_id = {one[0] for one in here} == ids.keys()
        pairs = [(one, ids[one[0]] if by_id else there[number]) for number, one in enumerate(here)]
        found = [[number, differing(one[2], two[2])] for number, (one, two) in enumerate(pairs, 1)]
        moved = [[number, ["order"]] for number, one in enumerate(here, 1) if by_id and there[number - 1][0] != one[0]]
        if found := [line for line in found if line[1]] or moved:
            return Unlike(found, say)
    return None


def differing(here, there):
    return [name for name in here if here[name] != there.get(name)]


def agree(stand, verdict, action):
    """Give the translation that goes live, or is read already, the order and the facts of its original."""
    if stand.translation is None or verdict.is_alone or len(stand.pages) < 2:
        return
    halves = {half.page.language: half for half in verdict.halves}
    source, twin = stand.pages[stand.pair.source], stand.pages[stand.pair.target]
    for name in getattr(source, "same_in_both", ()):
        half = halves.get(source.language)
        original = raw_of(half.version if half else source, name)
        half = halves.get(twin.language)
        mine = raw_of(half.version if half else twin, name)
        block = getattr(twin, name).stream_block
        if (carried := carry(block, original, mine)) is not None:
            write(twin, half, action, name, json.dumps(carried))


def raw_of(page, name):
    return [dict(raw) for raw in getattr(page, name).raw_data if raw]


def carry(block, original, mine):
    """The items of a translation, ordered as those of its original and with their facts; None when they are so.

    Nothing is made up: as long as one of the two has an item that the other has not, words are still to come.
    """
    own = {raw.get("id"): raw for raw in mine}
    if own.keys() != {raw.get("id") for raw in original} or len(own) != len(mine):
        return None
    found = []
    for raw in original:
        facts = facts_of(block.child_blocks[raw["type"]]) if raw["type"] in block.child_blocks else []
        here, there = raw["value"], own[raw["id"]]["value"]
        other = {fact: here.get(fact) for fact in facts if stored(here.get(fact)) != stored(there.get(fact))}
        found.append({**own[raw["id"]], "value": {**there, **other}})
    return None if found == mine else found


def write(page, half, action, name, raw):
    """Into the version that goes live; else into the page that is read, and into a draft that says the same."""
    if half and half.revision:
        put(half.revision, name, raw)
        if half.revision.pk == action.revision.pk:
            setattr(action.object, name, raw)
        return
    latest, is_draft = page.latest_revision, page.has_unpublished_changes
    type(page)._base_manager.filter(pk=page.pk).update(**{name: raw})
    if latest and not is_draft:
        put(latest, name, raw)


def put(revision, name, raw):
    revision.content[name] = raw
    revision.save(update_fields=["content"])
