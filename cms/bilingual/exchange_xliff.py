"""A translation as an XLIFF file, editions 1.2 and 2.0 (OASIS). Tags are codes that translation software protects.

A code carries the number of its opening tag in the original: <g id="2"> or <pc id="2"> is the second tag that opens.
"""

import re
from xml.etree import ElementTree as Tree

import defusedxml.ElementTree
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cms.bilingual import markup
from cms.bilingual.exchange import Code, Progress, Sheet, Unit, id_of, split_id, text_given
from cms.bilingual.files import Unreadable, reading_xml

OLD, NEW = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # characters XML cannot hold
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: How far a unit is -> the word of each edition.
STATES_OLD = {
    Progress.NONE: "needs-translation",
    Progress.DRAFT: "needs-review-translation",
    Progress.DONE: "translated",
}
STATES_NEW = {Progress.NONE: "initial", Progress.DRAFT: "initial", Progress.DONE: "translated"}
#: Elements that hold words and mean nothing to us: marks of terms, of sentences, of comments.
THROUGH = {"mrk", "sub", "seg-source", "target", "source", "segment", "ignorable"}
PAIRED, OPENING, CLOSING = {"g", "pc"}, {"bpt", "sc"}, {"ept", "ec"}
UNKNOWN = 10**6  # a code no original has: the passage is refused, with the reason
NOTHING = {"sm", "em", "note", "notes"}

# -- writing


def write_old(sheet):
    """The bytes of a file of one item, edition 1.2."""
    root = Tree.Element("xliff", {"xmlns": OLD, "version": "1.2"})
    place = Tree.SubElement(root, "file", {
        "original": sheet.key, "source-language": f"{sheet.source}-CA", "target-language": f"{sheet.target}-CA",
        "datatype": "html", "date": sheet.made_at.isoformat(), "product-name": "Carrefour",
    })  # fmt: skip
    Tree.SubElement(Tree.SubElement(place, "header"), "note").text = sheet.title
    body = Tree.SubElement(place, "body")
    for passage in sheet.passages:
        said, progress = text_given(passage)
        unit = Tree.SubElement(body, "trans-unit", {"id": id_of(passage), SPACE: "preserve"})
        put(Tree.SubElement(unit, "source"), passage.text, passage, "g")
        target = Tree.SubElement(unit, "target", {"state": STATES_OLD[progress]})
        put(target, said, passage, "g")
        Tree.SubElement(unit, "note").text = str(passage.place.name)
    return as_bytes(root)


def write_new(sheet):
    """The same, edition 2.0."""
    root = Tree.Element("xliff", {"xmlns": NEW, "version": "2.0", "srcLang": f"{sheet.source}-CA",
                                  "trgLang": f"{sheet.target}-CA"})  # fmt: skip
    place = Tree.SubElement(root, "file", {"id": "f1", "original": sheet.key})
    notes = Tree.SubElement(place, "notes")
    Tree.SubElement(notes, "note", {"category": "title"}).text = sheet.title
    Tree.SubElement(notes, "note", {"category": "date"}).text = sheet.made_at.isoformat()
    for number, passage in enumerate(sheet.passages, start=1):
        said, progress = text_given(passage)
        unit = Tree.SubElement(place, "unit", {"id": f"u{number}", "name": id_of(passage), SPACE: "preserve"})
        Tree.SubElement(Tree.SubElement(unit, "notes"), "note").text = str(passage.place.name)
        segment = Tree.SubElement(unit, "segment", {"state": STATES_NEW[progress]})
        put(Tree.SubElement(segment, "source"), passage.text, passage, "pc")
        if said:
            put(Tree.SubElement(segment, "target"), said, passage, "pc")
    return as_bytes(root)


def as_bytes(root):
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="utf-8") + b"\n"


def put(element, data, passage, name):
    """The words of a passage into an element, its tags as codes."""
    numbers = numbers_of(passage)
    inside, last = [element], None
    for piece in markup.pieces(data) if passage.place.is_rich else [markup.plain(data)]:
        if isinstance(piece, str):
            words = _CONTROL.sub("", piece)
            if last is None:
                inside[-1].text = (inside[-1].text or "") + words
            else:
                last.tail = (last.tail or "") + words
        elif piece.closes:
            last = inside.pop() if len(inside) > 1 else last
        else:
            number = numbers.get(piece.link or piece.name, 0)
            inside.append(Tree.SubElement(inside[-1], name, {"id": str(number)}))
            last = None


def numbers_of(passage):
    """{link or name of a tag: the number of the first that opens so in the original}."""
    found = {}
    opening = [tag for tag in markup.tags_of(passage.text) if not tag.closes] if passage.place.is_rich else []
    for number, tag in enumerate(opening, start=1):
        found.setdefault(tag.link or tag.name, number)
    return found


# -- reading


def read(content):
    """[Sheet] of the bytes of a file, one for each item; raises Unreadable."""
    try:
        with reading_xml():
            root = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except Tree.ParseError as error:
        said = _("The XML is broken at line %(number)s.")
        raise Unreadable(said % {"number": error.position[0]}) from error
    if local(root) != "xliff":
        raise Unreadable(_("This is not an XLIFF file."))
    sheets = [sheet_in(place, root) for place in root if local(place) == "file"]
    if not any(sheet.units for sheet in sheets):
        raise Unreadable(_("The file has no passage."))
    return sheets


def sheet_in(place, root):
    """One item, in either edition."""
    is_old = root.get("version", "").startswith("1")
    languages = (place.get("source-language"), place.get("target-language")) if is_old else (
        root.get("srcLang"), root.get("trgLang"))  # fmt: skip
    notes = {note.get("category", "title"): note.text for note in children(place, "header", "notes", "note")}
    made_at = parse_datetime(place.get("date") or notes.get("date") or "")
    key = place.get("original", "")
    if not key:
        raise Unreadable(_("The file does not say which item it is for: send the file that was exported."))
    source, target = ((said or "")[:2].lower() for said in languages)
    sheet = Sheet(key, source, target, notes.get("title") or "", made_at)
    sheet.units = [unit_in(unit, number, is_old) for number, unit in enumerate(units(place), start=1)]
    return sheet


def units(place):
    return [element for element in place.iter() if local(element) in {"trans-unit", "unit"}]


def unit_in(unit, number, is_old):
    path, digest = split_id(unit.get("id" if is_old else "name", ""))
    source, target, states = [], [], []
    for element in children(unit, "segment", "ignorable", "source", "target"):
        if local(element) == "source":
            source += walk(element)
        elif local(element) == "target":
            target += walk(element)
            states.append(element.get("state"))
        elif local(element) == "segment":
            states.append(element.get("state"))
    words = "".join(piece for piece in target if isinstance(piece, str))
    progress = Progress.NONE if not words.strip() else Progress.DRAFT if any(map(is_draft, states)) else Progress.DONE
    return Unit(path, digest, "".join(piece for piece in source if isinstance(piece, str)), target, progress, number)


def is_draft(state):
    """Whether a state of either edition says that somebody is to look at it again."""
    return state in {"new", "initial"} or (state or "").startswith("needs-")


def walk(element):
    """The words and the codes of an element, in their order."""
    found = [element.text] if element.text else []
    for child in element:
        name = local(child)
        if name in PAIRED:
            found += [Code(number_of(child)), *walk(child), Code(0)]
        elif name in OPENING:
            found.append(Code(number_of(child)))
        elif name in CLOSING:
            found.append(Code(0))
        elif name in THROUGH:
            found += walk(child)
        elif name not in NOTHING:
            found.append(Code(UNKNOWN))
        if child.tail:
            found.append(child.tail)
    return found


def number_of(element):
    said = element.get("id", "")
    return int(said) if said.isdecimal() and 0 < int(said) < UNKNOWN else UNKNOWN


def local(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element, *names):
    """What stands below an element under these names, however deep between elements of these names."""
    for child in element:
        if local(child) in names:
            yield child
            yield from children(child, *names)
