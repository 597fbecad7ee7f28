"""Mail about exceptions to publishing in both languages: to whoever sees to the language that is missing."""

from cms.bilingual.gate_models import Exemption
from spaces import access_pairs
from spaces.services import letters


def yours(pk):
    """To its owner, when somebody else recorded it or handed it over."""
    yield from letter("yours", pk)


def due(pk):
    """The same, once the day has come; to who recorded it or to the co-chairs, when the owner is no longer there."""
    yield from letter("due", pk)


def letter(kind, pk):
    rows = Exemption.objects.open().select_related("pair__fr_page", "pair__en_page", "owner", "by")
    exemption = rows.filter(pk=pk).first()
    page = exemption and getattr(exemption.pair, f"{exemption.language}_page")
    if page is None:
        return
    space = letters.place_of(page)
    for reader in readers(exemption, kind):
        said = {
            "kind": kind,
            "exemption": exemption,
            "title": page.draft_title or page.title,
            "title_language": exemption.language,
            "has_older": exemption.older is not None,
            "due": letters.spoken(exemption.due_on, reader),
        }
        yield "exception", reader, space, said


def readers(exemption, kind):
    people = [exemption.owner] if kind == "yours" else [exemption.owner, exemption.by, *letters.chairs()]
    able = [person for person in people if person and is_there(person, exemption)]
    return able[:1] if able and able[0] in (exemption.owner, exemption.by) else able


def is_there(person, exemption):
    return person.is_active and access_pairs.may_follow(person, exemption.pair)


letters.KINDS |= {"exception_yours": yours, "exception_due": due}
