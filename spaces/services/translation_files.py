"""Translations sent out as files and brought back: whose the items of a file are, and why one is refused."""

import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from cms.bilingual import chain, exchange, ledger
from cms.bilingual.exchange import Plan
from cms.bilingual.models import Pair
from spaces import access_pairs
from spaces.services.memberships import Refused
from spaces.services.translations import hold, locked, refuse_held

MOST = 200  # items of one file


@dataclass
class Item:
    """What a file would do to one of its items, or why nothing can be done to it."""

    file: str
    title: str
    pair: Pair | None = None
    plan: Plan | None = None
    why: str = ""
    sheet: object = field(default=None, repr=False)

    @property
    def count(self):
        return len(self.plan.written) if self.plan else 0


def sheets(pairs):
    """The sheets of those pairs whose translation is under way, in their order."""
    for pair in pairs:
        translation = ledger.running(pair.pk)
        if translation is not None and pair.target_page is not None:
            yield exchange.sheet_of(pair, translation, title=pair.source_page.draft_title)


def several(pairs):
    """The sheets of a queryset of pairs; refused when there are too many, or none."""
    held = list(pairs[: MOST + 1])
    if len(held) > MOST:
        raise Refused(_("That is more than %(most)d items: narrow the list first.") % {"most": MOST})
    found = list(sheets(held))
    if not found:
        raise Refused(_("Nothing of this list is under way: ask for the translations first."))
    return found


def look(found, *, by, only=None):
    """[Item] of what was read: [(name of a file, [Sheet])]. `only` is the pair whose page the file was sent on."""
    items = [look_at(name, sheet, by=by, only=only) for name, sheets in found for sheet in sheets]
    if len(items) > MOST:
        raise Refused(_("The file holds more than %(most)d items.") % {"most": MOST})
    seen = set()
    for item in items:
        if item.pair and item.pair.pk in seen:
            item.plan, item.why = None, _("The same item stands twice in what was sent: the first one counts.")
        seen.add(item.pair and item.pair.pk)
    return items


def look_at(name, sheet, *, by, only):
    pair = translatable(sheet.key, by)
    item = Item(name, pair.source_page.draft_title if pair else sheet.title, pair, sheet=sheet)
    if only is not None and (pair is None or pair.pk != only.pk):
        item.pair = None
        item.why = _("This file is for another item.")
    elif pair is None:
        item.why = _("You translate no such item, or it is gone.")
    elif (sheet.source or pair.source, sheet.target or pair.target) != (pair.source, pair.target):
        item.why = _("The file goes in the other direction: the item is translated from the other language now.")
    else:
        plan(item, by)
    return item


def plan(item, by):
    """What the file would do to an item that is this user's to translate, unless nothing of it may be written now."""
    translation = ledger.running(item.pair.pk)
    if translation is None or item.pair.target_page is None:
        item.why = not_under_way()
        return
    try:
        if task := chain.task_of(item.pair.pk):
            refuse_held(task, by)
    except Refused as refused:
        item.why = str(refused)
    else:
        item.plan = exchange.plan(item.pair, translation, item.sheet)


def translatable(key, by):
    """The pair with a key, when this user may write its translation; None otherwise, as if there were none."""
    try:
        pk = uuid.UUID(key)
    except ValueError:
        return None
    pairs = Pair.objects.select_related("fr_page__locale", "en_page__locale")
    return access_pairs.translatable(by, pairs).filter(pk=pk).first()


def not_under_way():
    return _("No translation of this item is under way: its pages are edited by hand, or none was asked for.")


def bring(*, item, by):
    """Write what the file says of one item, as it is now. Its plan is then what was done."""
    try:
        with transaction.atomic():
            if task := chain.task_of(item.pair.pk):
                hold(locked(task), by)
            item.plan = exchange.apply(item.pair, item.sheet, by=by)
    except Refused as refused:
        item.plan, item.why = None, str(refused)
    else:
        item.why = "" if item.plan else not_under_way()  # somebody has just taken to editing by hand
    return item
