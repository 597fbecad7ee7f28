"""Blocks added by hand to both pages have numbers of their own: those in the same place are the same block."""

from wagtail.fields import StreamField


def numbered_as(page, original):
    """Give the blocks of a page the numbers of those of its original, where both hold the same blocks in one order.

    Of the page in hand only: its next draft made of translated strings has the numbers of its original.
    """
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            mine, theirs = (getattr(one, field.name).get_prep_value() for one in (page, original))
            setattr(page, field.name, field.stream_block.to_python(match(mine, theirs)))
    return page


def match(mine, theirs):
    """The same of what a block holds, whatever it is."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return {name: match(value, theirs.get(name)) for name, value in mine.items()}
    if not (is_blocks(mine) and is_blocks(theirs)):
        return mine
    if [one["type"] for one in mine] != [one["type"] for one in theirs]:
        return mine
    couples = list(zip(mine, theirs, strict=True))
    known = {one["id"] for one in mine} & {one["id"] for one in theirs}
    if any(one["id"] != two["id"] and known & {one["id"], two["id"]} for one, two in couples):
        return mine  # moved: which answers which?
    return [{**one, "id": two["id"], "value": match(one["value"], two["value"])} for one, two in couples]


def is_blocks(value):
    wanted = {"type", "id", "value"}
    return isinstance(value, list) and all(isinstance(one, dict) and wanted <= one.keys() for one in value)
