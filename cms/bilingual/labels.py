"""Where a passage stands on its page, in words: the field or the block, and what of it."""

from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField


@dataclass(frozen=True)
class Place:
    """`group` tells one field or block from the next, and `name` says what it is; `detail`, what of it."""

    group: str
    name: str
    detail: str = ""
    rank: int = 0  # of the field on the form
    max_length: int | None = None
    is_rich: bool = False


@lru_cache
def ranks(model):
    """{name of a field: its rank on the form}, as authors meet them."""
    found, waiting = [], [*model.content_panels, *model.promote_panels]
    while waiting:
        panel = waiting.pop(0)
        waiting[:0] = getattr(panel, "children", [])
        if name := getattr(panel, "field_name", ""):
            found.append(name)
    return {name: rank for rank, name in enumerate(found)}


def place_of(page, path):
    """The Place of a passage of a page."""
    name, _dot, rest = path.partition(".")
    rank = ranks(type(page)).get(name, len(ranks(type(page))))
    try:
        field = page._meta.get_field(name)
    except FieldDoesNotExist:
        return Place(name, capfirst(name), rank=rank)
    if isinstance(field, StreamField):
        return in_stream(getattr(page, name), name, rest.split("."), rank) or Place(
            name, capfirst(field.verbose_name), rank=rank
        )
    return Place(
        name, capfirst(field.verbose_name), rank=rank, max_length=getattr(field, "max_length", None),
        is_rich=isinstance(field, RichTextField),
    )  # fmt: skip


def in_stream(stream, name, steps, rank):
    raw = next((raw for raw in stream.raw_data if raw["id"] == steps[0]), None)
    block = raw and stream.stream_block.child_blocks.get(raw["type"])
    if not block:
        return None
    details, leaf = inside(block, raw["value"], steps[1:])
    length = getattr(getattr(leaf, "field", None), "max_length", None)
    return Place(
        f"{name}.{steps[0]}", str(capfirst(block.label)), " – ".join(map(str, details)), rank, length,
        isinstance(leaf, blocks.RichTextBlock),
    )  # fmt: skip


def inside(block, value, steps):
    """([words for each step], the block at the end) of the way into a block."""
    if hasattr(block, "segment_label"):
        return [block.segment_label(steps[0])], block
    if not steps or not steps[0]:
        return [], block
    if isinstance(block, blocks.ListBlock):
        items = [item.get("id") for item in value] if isinstance(value, list) else []
        number = items.index(steps[0]) if steps[0] in items else 0
        more, leaf = inside(block.child_block, value[number]["value"] if items else None, steps[1:])
        return [_("%(item)s %(number)d") % {"item": block.child_block.label, "number": number + 1}, *more], leaf
    child = getattr(block, "child_blocks", {}).get(steps[0])
    if child is None:
        return [], block
    more, leaf = inside(child, value.get(steps[0]) if isinstance(value, dict) else None, steps[1:])
    return [child.label, *more], leaf
