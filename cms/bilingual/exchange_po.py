"""A translation as a PO file, as most translation software exchanges them. Tags are typed among the words."""

import codecs
import re
from datetime import datetime

import polib
from django.utils.translation import gettext as _

from cms.bilingual import markup
from cms.bilingual.exchange import Progress, Sheet, Unit, id_of, split_id, text_given
from cms.bilingual.files import Unreadable

ITEM, TITLE, SOURCE = "X-Carrefour-Item", "X-Carrefour-Title", "X-Source-Language"
CREATED = "POT-Creation-Date"
WHEN = "%Y-%m-%d %H:%M:%S%z"
_CHARSET = re.compile(rb"charset=([\w-]+)")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def write(sheet):
    """The bytes of a file of one item."""
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Project-Id-Version": "Carrefour",
        CREATED: f"{sheet.made_at:{WHEN}}",
        "Language": f"{sheet.target}_CA",
        SOURCE: f"{sheet.source}_CA",
        ITEM: sheet.key,
        TITLE: sheet.title.replace("\n", " "),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);" if sheet.target == "fr" else "nplurals=2; plural=(n != 1);",
    }
    made.extend(entry(passage) for passage in sheet.passages)
    return str(made).encode()


def entry(passage):
    said, progress = text_given(passage)
    is_rich = passage.place.is_rich
    notes = [str(passage.place.name), *(f"{name}: {where}" for name, where in passage.links.items() if where)]
    made = polib.POEntry(
        msgctxt=id_of(passage),
        msgid=passage.source_text,
        msgstr=markup.editable(said, is_rich=is_rich),
        comment="\n".join(notes),
    )
    if progress == Progress.DRAFT:
        made.flags.append("fuzzy")
        if passage.before:
            made.previous_msgid = markup.editable(passage.before.source_text, is_rich=is_rich)
    return made


def read(content):
    """[Sheet], of one item, of the bytes of a file; raises Unreadable."""
    text = decoded(content)
    if "msgid" not in text:
        raise Unreadable(_("This is not a PO file: no “msgid” was found in it."))
    try:
        found = polib.pofile(text + "\n")  # a text that ends so is never taken for the name of a file
    except (OSError, ValueError) as error:
        line = re.search(r"line (\d+)", str(error))
        if line is None:
            raise Unreadable(_("The PO file is broken.")) from error
        raise Unreadable(_("The PO file is broken at line %(number)s.") % {"number": line.group(1)}) from error
    if not found.metadata.get(ITEM):
        said = _(
            "The header of the file does not say which item it is for (%(name)s): send the file that was exported."
        )
        raise Unreadable(said % {"name": ITEM})
    return [sheet_in(found)]


def decoded(content):
    """The text of the file, in the encoding its mark or its header says."""
    charset = _CHARSET.search(content[:4096])
    named = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    encoding = named or (charset.group(1).decode() if charset else "utf-8")
    try:
        return content.decode(encoding).replace("\x00", "")
    except (LookupError, ValueError) as error:
        said = _("The file is not in the encoding it says, %(encoding)s. Save it in UTF-8.")
        raise Unreadable(said % {"encoding": encoding}) from error


def sheet_in(found):
    named = found.metadata
    sheet = Sheet(named[ITEM].strip(), named.get(SOURCE, "")[:2].lower(), named.get("Language", "")[:2].lower(),
                  named.get(TITLE, ""), moment(named.get(CREATED, "")))  # fmt: skip
    for one in found:
        if one.obsolete or not one.msgid:
            continue
        path, digest = split_id(one.msgctxt or "")
        progress = Progress.NONE if not one.msgstr.strip() else Progress.DRAFT if one.fuzzy else Progress.DONE
        unit = Unit(path, digest, one.msgid, [one.msgstr], progress, one.linenum or 0, is_typed=True)
        sheet.units.append(unit)
    return sheet


def moment(said):
    """When the file was made; None when it does not say so in a way we know."""
    for pattern in (WHEN, "%Y-%m-%d %H:%M%z"):
        try:
            return datetime.strptime(said.strip(), pattern)
        except ValueError:
            continue
    return None
