"""What could not be read of files, in words: for those who can replace them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cms import sizes
from cms.models import File
from cms.models.files import Copy
from cms.templatetags.components import number
from search.models import FilePlace, State
from spaces import access
from spaces.models import Space


@dataclass
class Row:
    """A file and why it is not read, or not to its end; where it is replaced, and the space it is in."""

    copy: Copy
    why: str
    address: str = ""
    space: Space | None = None


def failed():
    return FilePlace.objects.filter(Q(text=None) | ~Q(text__state=State.READ))


def files(user):
    """The files of the library and of the spaces this user looks after that are not read whole; None for nobody's."""
    is_for_all, led = access.oversees(user), access.led_by(user)
    if not is_for_all and not led:
        return None
    names = failed().values("name")
    found = access.open_to(user, File.objects.filter(Q(file__in=names) | Q(other_file__in=names)))
    found = found.annotate(inside=F("gate")).order_by("-created_at", "-pk")
    return found if is_for_all else found.filter(gate__in=led)


def rows(found):
    """The Rows of some of those files. Two queries."""
    found = list(found)
    noted = remarks(found)
    spaces = Space.objects.in_bulk({file.inside for file in found} - {None})
    return [
        Row(copy, why, address_of(file, space), space)
        for file in found
        for space in [spaces.get(file.inside)]
        for copy, why in noted.get(file.pk, ())
    ]


def address_of(file, space):
    """Where it is replaced: the desk of its space."""
    return reverse("desk_document", args=[space.code, file.pk]) if space else ""


def reasons(found):
    """{where a file lies: why it is not read whole}, of some documents."""
    names = [name for file in found for name in (file.file.name, file.other_file.name) if name]
    places = failed().filter(name__in=names).select_related("text").defer("text__text")
    return {place.name: words(place.text) for place in places}


def remarks(found):
    """{pk: [(copy, why)]} of the files of some documents that are not read whole (settings.FILE_REMARKS). One query."""
    why = reasons(found)
    noted = {file.pk: [(copy, why[copy.file.name]) for copy in file.copies if copy.file.name in why] for file in found}
    return {pk: lines for pk, lines in noted.items() if lines}


def words(text):
    """Why a file is not read, or not to its end, as a sentence."""
    if text is None:
        return _("The file is not in its place.")
    said = {
        State.CUT: _("It is too long: only its beginning is searched."),
        State.EMPTY: _("It has no words to search; pages that were scanned are pictures."),
        State.ENCRYPTED: _("It is locked by a password."),
        State.DAMAGED: _("It is damaged."),
        State.OTHER: _("It is not what its name says."),
        State.BIG: _("It is too big: files of %(most)s at most are read."),
        State.HEAVY: _("It takes too much room once it is unpacked."),
        State.SLOW: _("It takes too long to read."),
    }[State(text.state)] % {"most": sizes.in_words(settings.FILE_TEXT["mb"] * 1024**2)}  # fmt: skip
    if text.pages and text.pages_in_all and text.pages < text.pages_in_all:
        upto = _("Read up to page %(page)s of %(count)s.")
        said = f"{said} {upto % {'page': number(text.pages, 0), 'count': number(text.pages_in_all, 0)}}"
    return said
