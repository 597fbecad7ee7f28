"""Terms in TBX (ISO 30042), as translation software exchanges them. Reads editions 2 and 3, writes TBX-Basic.

What TBX has no category for, where a term counts, is written under names of our own that begin with «x-».
"""

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as Tree
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from django.utils.translation import gettext as _

from cms.bilingual.files import Unreadable, reading_xml
from cms.bilingual.term_files import CONDITIONS, Line, every_concept
from cms.bilingual.term_models import Standing

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
STATUS = {
    Standing.PREFERRED: "preferredTerm-admn-sts",
    Standing.ACCEPTED: "admittedTerm-admn-sts",
    Standing.AVOID: "deprecatedTerm-admn-sts",
}
_STANDINGS = {name.removesuffix("-admn-sts"): standing.value for standing, name in STATUS.items()}
_STANDINGS["supersededTerm"] = Standing.AVOID.value
_CONDITIONS = {"x-onlyAfter": "only_after", "x-neverAfter": "never_after", "x-neverBefore": "never_before"}
#: Names of both editions.
ENTRIES, SECTIONS, TERMS = {"conceptEntry", "termEntry"}, {"langSec", "langSet"}, {"termSec", "tig", "ntig"}
#: The second edition names the file of its grammar: it is not looked for.
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*>")
INLINE = {"hi", "foreign", "sc", "ec", "ph", "bpt", "ept", "it", "ut"}


# -- writing


def write(language):
    """The whole term base; `language` is that of the header."""
    root = Tree.Element("tbx", {"xmlns": NAMESPACE, "type": "TBX-Basic", "style": "dca", "xml:lang": language})
    source = Tree.SubElement(Tree.SubElement(Tree.SubElement(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    Tree.SubElement(source, "p").text = "Carrefour"
    body = Tree.SubElement(Tree.SubElement(root, "text"), "body")
    for concept, terms in every_concept():
        write_entry(body, concept, terms)
    Tree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"


def write_entry(body, concept, terms):
    entry = Tree.SubElement(body, "conceptEntry", {"id": f"c-{concept.code}"})  # an XML id begins with a letter
    for topic in concept.topics:
        said(entry, "descrip", topic, type="subjectField")
    said(entry, "admin", concept.source, type="source")
    for language in ("fr", "en"):
        section = Tree.SubElement(entry, "langSec", {"xml:lang": language})
        said(section, "descrip", concept.said("definition", language), type="definition")
        said(section, "note", concept.said("note", language))
        for term in terms:
            if term.language == language:
                write_term(section, term)


def write_term(section, term):
    place = Tree.SubElement(section, "termSec")
    said(place, "term", term.text)
    said(place, "termNote", STATUS[Standing(term.standing)], type="administrativeStatus")
    for name, condition in _CONDITIONS.items():
        said(place, "termNote", getattr(term, condition), type=name)
    said(place, "note", term.note)


def said(parent, tag, text, **attributes):
    if text:
        Tree.SubElement(parent, tag, attributes).text = text


# -- reading


def read(content):
    """[Line] of the bytes of a file; raises Unreadable."""
    reader = Reader()
    try:
        with reading_xml():
            defusedxml.sax.parseString(_DOCTYPE.sub(lambda found: b"\n" * found[0].count(b"\n"), content), reader)
    except SAXParseException as error:
        said = _("The XML is broken at line %(number)s.")  # the parser says why in English only
        raise Unreadable(said % {"number": error.getLineNumber()}) from error
    if not reader.entries:
        raise Unreadable(_("No entry was found: is this a TBX file?"))
    return reader.lines


@dataclass
class Element:
    """One that is open, with the text read in it."""

    name: str
    category: str  # its `type`, or its own name
    text: list = field(default_factory=list)


class Reader(ContentHandler):
    """Walks the file once, and keeps a line a term."""

    def __init__(self):
        super().__init__()
        self.lines, self.entries, self.open = [], 0, []
        self.entry, self.language, self.line = None, "", None

    def startElement(self, name, attrs):
        name = name.rpartition(":")[2]
        self.open.append(Element(name, attrs.get("type", name)))
        number = self._locator.getLineNumber()
        if name in ENTRIES:
            self.entries += 1
            code = attrs.get("id", "").removeprefix("c-")
            self.entry = {"code": code, "facts": {}, "topics": [], "lines": []}
        elif name in SECTIONS:
            self.language = attrs.get("xml:lang", "")
        elif name in TERMS and self.entry is not None:
            self.line = Line(number, self.entry["code"], self.language, "")

    def characters(self, content):
        self.open[-1].text.append(content)

    def endElement(self, name):
        element = self.open.pop()
        if element.name in INLINE:
            self.open[-1].text += element.text
        elif self.entry is None:
            return
        elif element.name in ENTRIES:
            self.close_entry()
        elif element.name in SECTIONS:
            self.language = ""
        elif element.name in TERMS and self.line is not None:
            self.entry["lines"].append(self.line)
            self.line = None
        elif said := " ".join("".join(element.text).split()):
            (self.of_concept if self.line is None else self.of_term)(element, said)

    def of_term(self, element, said):
        if element.name == "term":
            self.line.text = said
        elif element.name == "note":
            self.line.note = said
        elif element.category == "administrativeStatus":
            self.line.standing = _STANDINGS.get(said.removesuffix("-admn-sts"), said)
        elif element.category in _CONDITIONS:
            self.line.conditions[_CONDITIONS[element.category]] = said

    def of_concept(self, element, said):
        facts, language = self.entry["facts"], self.language[:2].lower()
        if element.category == "subjectField":
            self.entry["topics"].append(said)
        elif element.category == "source":
            facts["source"] = said
        elif element.category == "definition" and language in {"fr", "en"}:
            facts[f"definition_{language}"] = said
        elif element.name == "note" and language in {"fr", "en"}:
            facts[f"note_{language}"] = said

    def close_entry(self):
        """What is said of the concept stands on the first of its lines."""
        found = self.entry["lines"]
        for line in found:
            line.standing = line.standing or Standing.ACCEPTED.value
            line.conditions = {name: line.conditions.get(name, "") for name in CONDITIONS}
        if found:
            found[0].facts, found[0].topics = self.entry["facts"], self.entry["topics"]
        self.lines += found
        self.entry = None
