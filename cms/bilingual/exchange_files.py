"""Files of translations by their format: one item, or several in a zip. What comes in is known by what it holds."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.bilingual import exchange_po, exchange_xliff
from cms.bilingual.files import Unreadable

LARGEST = 10 * 1024 * 1024  # bytes of a file that is sent
LONGEST_NAME = 60  # characters of the title in the name of a file
MOST_FILES, MOST_BYTES = 300, 60 * 1024 * 1024  # of a zip, once it is open


@dataclass(frozen=True)
class Format:
    """A way to write an item for translation software."""

    label: str
    suffix: str
    type: str
    write: Callable


FORMATS = {
    "xliff2": Format("XLIFF 2.0", "xlf", "application/xliff+xml", exchange_xliff.write_new),
    "xliff": Format("XLIFF 1.2", "xlf", "application/xliff+xml", exchange_xliff.write_old),
    "po": Format("PO (gettext)", "po", "text/x-gettext-translation", exchange_po.write),
}


def name_of(sheet, kind):
    """The name of the file of one item: its title, and the direction."""
    return f"{whole_words(slugify(sheet.title)) or sheet.key}.{sheet.source}-{sheet.target}.{FORMATS[kind].suffix}"


def whole_words(slug):
    """A name of a bearable length, cut between two words."""
    return slug if len(slug) <= LONGEST_NAME else slug[: LONGEST_NAME + 1].rpartition("-")[0] or slug[:LONGEST_NAME]


def pack(sheets, kind):
    """The bytes of a zip with a file for each item; two of one title get a number."""
    made, names = io.BytesIO(), set()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as place:
        for sheet in sheets:
            name = free(name_of(sheet, kind), names)
            place.writestr(name, FORMATS[kind].write(sheet))
    return made.getvalue()


def free(name, taken):
    stem, _dot, suffix = name.partition(".")
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.{suffix}"
    taken.add(name)
    return name


def read(name, content):
    """[(name of the file, [Sheet])] of what was sent; raises Unreadable, with the name of the file in a zip."""
    if not content.startswith(b"PK\x03\x04"):
        return [(name, read_one(content))]
    found = []
    for inner, said in unpacked(content):
        try:
            found.append((inner, read_one(said)))
        except Unreadable as error:
            raise Unreadable(f"{inner} – {error}") from error
    if not found:
        raise Unreadable(_("The zip holds no file of translations."))
    return found


def read_one(content):
    """[Sheet] of one file. XML says what it is by its first sign, whatever its encoding."""
    head = content[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return (exchange_xliff if head.startswith(b"<") else exchange_po).read(content)


def unpacked(content):
    """(name, bytes) of each file of a zip, within limits: what it says of sizes is not believed."""
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as place:
            inside = [one for one in place.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX/")]
            if len(inside) > MOST_FILES:
                raise Unreadable(_("The zip holds more than %(most)d files.") % {"most": MOST_FILES})
            for one in inside:
                with place.open(one) as opened:
                    said = opened.read(left + 1)
                left -= len(said)
                if left < 0:
                    raise Unreadable(_("The zip holds too much once it is open."))
                yield one.filename, said
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise Unreadable(_("The zip is broken or locked by a password.")) from error
