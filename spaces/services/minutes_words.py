"""What minutes say in each language: drawn from the record of the meeting, the same for a draft and for a snapshot."""

import hashlib
import json
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from cms.bilingual import markup
from spaces.models import Action, Decision, Note, Order
from spaces.models.labels import sort_key
from spaces.services import records

LANGUAGES = ("fr", "en")


def drawn(meeting):
    """{language: content} of the minutes as the record stands."""
    rows, here = records.lines(meeting), (records.roll_of(meeting), records.attended(meeting))
    return {language: content(meeting, language, rows, here) for language in LANGUAGES}


def content(meeting, language, rows, here):
    """The minutes in one language, as plain data: items of the agenda with what was decided, to be done, and said."""
    with translation.override(language):
        page, items, places = records.items(meeting, language)
        own = page and page.language == language
        under = {}
        for row in rows:
            under.setdefault(records.place_of(row, items, places), []).append(passage(row, language))
        named = [{"item": key, "title": title if own else ""} for key, title, _at in items if under.get(key)]
        if under.get(None):
            named.append({"item": None, "title": ""})
        return {
            "title": page.title if own else "",
            "attendance": attendance(*here, language),
            "items": [one | {"passages": under[one["item"]]} for one in named],
        }


def passage(row, language):
    """A line of the record as minutes say it. How far an action is, is no part of them."""
    said = {"kind": row.kind, "row": row.pk, "text": row.words_in(language).strip()}
    if isinstance(row, Decision):
        said["places"] = sorted((place.name_in(language) for place in row.jurisdictions.all()), key=sort_key)
    if isinstance(row, Action):
        said["owner"] = owner_of(row, language)
        said["due"] = row.due_on.isoformat() if row.due_on else ""
    return said


def owner_of(action, language):
    """The name of the owner of an action; empty when it has none."""
    if action.owner_id:
        return str(action.owner)
    return action.jurisdiction.name_in(language) if action.jurisdiction_id else action.owner_name


def attendance(roll, people, language):
    """How many were there, from where, and who; {} as long as nobody said so."""
    if roll is None:
        return {}
    homes = [getattr(getattr(one.user, "profile", None), "jurisdiction", None) for one in people]
    orders = [(order.value, sum(home is not None and home.order == order for home in homes)) for order in Order]
    return {
        "people": [{"user": one.user_id, "name": str(one.user), "delegate": one.delegate_name} for one in people],
        "orders": [[order, number] for order, number in orders if number],
        "places": sorted({home.name_in(language) for home in homes if home}, key=sort_key),
        "guests": roll.guests,
    }


def digest(said):
    """The hash of plain data, however it is stored."""
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


# -- what is missing


@dataclass(frozen=True)
class Gap:
    """Something minutes may not be adopted without: what it is in words, in which language, and the line it is of."""

    language: str
    words: str
    row: object = None


def gaps(meeting):
    """[Gap] of the record of a meeting, in both languages."""
    rows, found = records.lines(meeting), []
    for language in LANGUAGES:
        page, items, places = records.items(meeting, language)
        if page is None or page.language != language:
            found.append(Gap(language, _("The meeting has no page in this language.")))
        used = {records.place_of(row, items, places) for row in rows}
        found += [
            Gap(language, _("An item of the agenda has no title."))
            for key, title, _at in items
            if key in used and not title
        ]
        found += [Gap(language, WITHOUT_WORDS[row.kind](), row) for row in rows if not row.words_in(language).strip()]
    found += [
        Gap("", _("An action has no owner."), row)
        for row in rows
        if isinstance(row, Action) and not owner_of(row, "en")
    ]
    if records.roll_of(meeting) is None:
        found.append(Gap("", _("The attendance was not taken.")))
    return found


WITHOUT_WORDS = {
    Decision.kind: lambda: _("A decision has no words."),
    Action.kind: lambda: _("An action has no words."),
    Note.kind: lambda: _("A note has no words."),
}


# -- what a correction changed


@dataclass(frozen=True)
class Difference:
    """A passage that is not the same as before, as safe HTML; either is empty where there was or is none."""

    kind: str
    before: str
    now: str


def passages(said):
    """{what names a passage: (its kind, its words)} of the minutes in one language."""
    found = {("title",): ("title", said["title"])}
    for item in said["items"]:
        found["item", item["item"]] = ("item", item["title"])
        for one in item["passages"]:
            parts = [one["text"], one.get("owner", ""), one.get("due", ""), ", ".join(one.get("places", ()))]
            found[one["kind"], one["row"]] = (one["kind"], "\n".join(filter(None, parts)))
    if here := said["attendance"]:
        names = [
            person["name"] + (f" ({person['delegate']})" if person["delegate"] else "") for person in here["people"]
        ]
        found["attendance",] = ("attendance", ", ".join([*names, f"+ {here['guests']}"] if here["guests"] else names))
    return found


def differences(before, now):
    """[Difference] between two versions in one language, passage by passage, in the order of the newer one."""
    old, new, found = passages(before), passages(now), []
    for name in [*new, *(name for name in old if name not in new)]:
        (kind, left), (_kind, right) = old.get(name, (None, "")), new.get(name, (None, ""))
        if left != right:
            sides = (markup.stored(side, is_rich=False) for side in (left, right))
            found.append(Difference(kind or _kind, *markup.difference(*sides)))
    return found
