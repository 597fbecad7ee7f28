"""Real files of each kind, made byte by byte or by the libraries that write them; and broken ones."""

import io
import zipfile
import zlib
from xml.sax.saxutils import escape

from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def pdf(*pages):
    """A PDF with one page for each text; lines are shown one under the other, in Latin letters."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        FONT,
    ]
    for number, words in enumerate(pages):
        objects += [PAGE % (5 + 2 * number), stream(shown(words) if words else b"")]
    return packed(objects)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
)
NO_SIGNS = bytes.maketrans(b"()\\", b"   ")


def shown(words):
    """What draws some lines on a page."""
    lines = (b"(%s) Tj" % line.encode("cp1252").translate(NO_SIGNS) for line in words.split("\n"))
    return b"BT /F1 12 Tf 14 TL 72 720 Td %s ET" % b" T* ".join(lines)


def stream(content, **facts):
    said = "".join(f" /{name} {value}" for name, value in facts.items())
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), said.encode(), content)


def packed(objects):
    """The objects of a PDF with its table of where each begins."""
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def locked_pdf(words, password):
    """The same with a password; without one, a PDF that only forbids to print."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(words))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def torn_pdf(*pages):
    """A PDF whose second page is packed in a way nobody knows."""
    return pdf(*pages).replace(stream(shown(pages[1])), stream(b"?", Filter="/Nothing"))


def looping_pdf(words):
    """One whose second page has so many signs that reading them takes minutes."""
    endless = zlib.compress(b"BT /F1 12 Tf 72 720 Td " + b"(a) Tj " * 8_000_000 + b" ET")
    return packed([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>",
        FONT,
        PAGE % 5,
        stream(shown(words)),
        PAGE % 7,
        stream(endless, Filter="/FlateDecode"),
    ])  # fmt: skip


def package(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(*paragraphs, body=None, **parts):
    body = body or "".join(f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>" for words in paragraphs)
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return package({"[Content_Types].xml": TYPES, "word/document.xml": document, **parts})


def pptx(*slides, notes=()):
    """One slide for each text, and what the speaker says."""
    drawn = '<?xml version="1.0"?><p:sld xmlns:p="urn:p" xmlns:a="%s"><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:sld>'
    parts = {"[Content_Types].xml": TYPES, "ppt/presentation.xml": "<presentation/>"}
    parts |= {f"ppt/slides/slide{number}.xml": drawn % (A, escape(words)) for number, words in enumerate(slides, 1)}
    parts |= {f"ppt/notesSlides/notesSlide{n}.xml": drawn % (A, escape(words)) for n, words in enumerate(notes, 1)}
    return package(parts)


def xlsx(rows, title="Feuille"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def odt(*paragraphs):
    said = "".join(f"<text:p>{escape(words)}</text:p>" for words in paragraphs)
    content = f'<?xml version="1.0"?><o:c xmlns:o="urn:o" xmlns:text="urn:text">{said}</o:c>'
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def zip_bomb():
    """A document of some kilobytes whose text unpacks to two hundred megabytes."""
    return docx(body=f"<w:p><w:r><w:t>{'a' * 200_000_000}</w:t></w:r></w:p>")


def lying_zip_bomb():
    """The same, which says that it holds a hundred bytes."""
    content = bytearray(zip_bomb())
    sized = (200_000_000).to_bytes(4, "little")[2:]  # the size is a little more: its upper half tells it
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(mark)
        while at >= 0:
            if content[at + place + 2 : at + place + 4] == sized:
                content[at + place : at + place + 4] = (100).to_bytes(4, "little")
            at = content.find(mark, at + 4)
    return bytes(content)


def entities():
    """A document whose text would be a billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document xmlns:w="{W}"><w:p><w:t>&l9;</w:t></w:p></w:document>'
    return package({"[Content_Types].xml": TYPES, "word/document.xml": document})


def deep(levels=200_000):
    """A document of boxes in boxes."""
    return docx(body="<w:sdt>" * levels + "<w:p><w:r><w:t>fond</w:t></w:r></w:p>" + "</w:sdt>" * levels)


def locked_office():
    """What an office program writes when it is given a password: the beginning of it, and the name of the part."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
