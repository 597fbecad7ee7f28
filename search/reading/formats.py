"""What each kind of file says, a piece at a time: a page of a PDF, a paragraph, a row of a workbook."""

import csv
import zipfile

from defusedxml.ElementTree import DefusedXMLParser

TEXTS = {"csv", "md", "txt"}
#: What a package of each kind cannot be without.
MAIN_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what an office file with a password is kept in
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
HEAD, CHUNK = 1024, 64 * 1024
UNPACKED = 64 * 1024 * 1024  # bytes of what a package holds, its pictures left out


class Refused(Exception):
    """A file that cannot be read, or no further; the argument says why, as a state of search.models.FileText."""


def pieces(file, extension, pages):
    """(number of its page or None, words) of each piece; how many pages there are is told by the number 0."""
    kind = kind_of(file, extension)
    file.seek(0)
    if kind == "text":
        yield from ((None, line) for line in (cells(lines(file)) if extension == "csv" else lines(file)))
    elif kind == "pdf":
        yield from of_pdf(file, pages)
    elif kind == "xlsx":
        yield from ((None, row) for row in rows(file))
    else:
        yield from ((None, words) for words in of_package(file, kind))


def kind_of(file, extension):
    """What the bytes are, whatever the name says; raises Refused for what is none of it."""
    head = file.read(HEAD)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return kind_of_package(file)
    if head.startswith(OLD_OFFICE):
        raise Refused("encrypted" if ENCRYPTED_PART in file.read() else "other")
    if extension in TEXTS:
        return "text"
    raise Refused("other" if head.strip() else "damaged")


def kind_of_package(file):
    with zipfile.ZipFile(file) as package:
        names = set(package.namelist())
        if sum(one.file_size for one in package.infolist() if is_written(one.filename)) > UNPACKED:
            raise Refused("heavy")
        for kind, part in MAIN_PARTS.items():
            if part in names:
                return kind
        if "mimetype" in names and package.read("mimetype")[:HEAD].decode("ascii", "replace").startswith(OPEN_DOCUMENT):
            return "odf"
    raise Refused("other")


def is_written(name):
    """Whether a part of a package may hold words: pictures and sound are big, and are not unpacked."""
    return name.endswith((".xml", ".rels")) or name == "mimetype"


def lines(file):
    """A text, in the encodings people's programs write: UTF-8, UTF-16 with its mark, or that of older Windows."""
    content = file.read()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").splitlines()
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").splitlines()


def cells(rows):
    """The rows of a table, whose cells stand between commas, or semicolons where commas stand in numbers."""
    first = rows[0] if rows else ""
    for row in csv.reader(rows, delimiter=";" if first.count(";") > first.count(",") else ","):
        yield " ".join(filter(None, map(str.strip, row)))


def of_pdf(file, pages):
    """Page by page. One that cannot be read does not hide the others."""
    from pypdf import PdfReader  # noqa: PLC0415  a quarter of a second that other kinds do without
    from pypdf.errors import DependencyError  # noqa: PLC0415

    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    count, is_damaged = len(reader.pages), False
    yield 0, str(count)
    for number in range(min(count, pages)):
        try:
            words = reader.pages[number].extract_text()
        except MemoryError:
            raise
        except DependencyError as closed:  # a way to encrypt that would take a library of its own
            raise Refused("encrypted") from closed
        except Exception:  # noqa: BLE001  whatever a broken page makes the library raise
            is_damaged, words = True, ""
        yield number + 1, words.replace("\u00ad\n", "").replace("-\n", "-")
    if is_damaged:
        raise Refused("damaged")
    if count > pages:
        raise Refused("cut")


def rows(file):
    """The rows of a workbook, sheet by sheet, with the days it counts written as days."""
    from openpyxl import load_workbook  # noqa: PLC0415  as above

    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its size is not to be believed
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            if words := " ".join(filter(None, map(cell, row))):
                yield words


def cell(value):
    """A value as one reads it. Midnight is no hour."""
    return "" if value is None else str(value).strip().removesuffix(" 00:00:00")


class Paragraphs:
    """What an XML parser tells, as paragraphs: no tree is made, so that depth and number weigh nothing."""

    def __init__(self, *, paragraph, said=(), skipped=()):
        self.paragraph, self.said, self.skipped = paragraph, said or paragraph, skipped
        self.found, self.words, self.is_said, self.is_skipped = [], [], 0, 0

    def start(self, tag, attributes):
        name = tag.rpartition("}")[2]
        self.is_said += name in self.said
        self.is_skipped += name in self.skipped
        if name in BLANKS:
            self.words.append(" ")

    def end(self, tag):
        name = tag.rpartition("}")[2]
        self.is_said -= name in self.said
        self.is_skipped -= name in self.skipped
        if name in self.paragraph and self.words:
            self.found.append("".join(self.words))
            self.words = []

    def data(self, words):
        if self.is_said and not self.is_skipped:
            self.words.append(words)

    def close(self):
        return None

    def taken(self):
        """The paragraphs since the last call."""
        found, self.found = self.found, []
        return found


BLANKS = {"tab", "br", "cr", "s", "line-break"}
#: kind -> (beginnings of the names of the parts that are read, in this order; how their paragraphs are known)
PACKAGES: dict = {
    "docx": (
        ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"),
        {"paragraph": {"p"}, "said": {"t"}, "skipped": {"Fallback"}},  # the same again, for older programs
    ),
    "pptx": (
        ("ppt/slides/slide", "ppt/notesSlides/notesSlide"),
        {"paragraph": {"p"}, "said": {"t"}, "skipped": {"fld"}},  # numbers and dates of the day
    ),
    "odf": (("content.xml",), {"paragraph": {"p", "h"}}),
}


def of_package(file, kind):
    """The paragraphs of an office file. One that declares entities, which none of them does, is refused."""
    wanted, known_by = PACKAGES[kind]
    with zipfile.ZipFile(file) as package:
        names = [name for name in package.namelist() if name.endswith(".xml")]
        for beginning in wanted:
            for name in sorted((name for name in names if name.startswith(beginning)), key=in_order):
                yield from paragraphs(package, name, Paragraphs(**known_by))


def in_order(name):
    """«slide10» after «slide9»."""
    return len(name), name


def paragraphs(package, name, told):
    parser = DefusedXMLParser(target=told, forbid_dtd=True)
    with package.open(name) as part:
        while chunk := part.read(CHUNK):
            parser.feed(chunk)
            yield from told.taken()
    parser.close()
    yield from told.taken()
