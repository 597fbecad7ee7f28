"""What may be uploaded: told by what the file holds, not by its name; of a bearable size; clean where that is asked."""

import codecs
import logging
import lzma
import re
import zipfile
import zlib
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cms import clamav, sizes

OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
#: extension -> the type a document is sent as.
TYPES = {
    "csv": "text/csv",
    "docx": f"{OFFICE}wordprocessingml.document",
    "ics": "text/calendar",
    "md": "text/markdown",
    "odp": f"{OPEN_DOCUMENT}presentation",
    "ods": f"{OPEN_DOCUMENT}spreadsheet",
    "odt": f"{OPEN_DOCUMENT}text",
    "pdf": "application/pdf",
    "pptx": f"{OFFICE}presentationml.presentation",
    "txt": "text/plain",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
}
#: What an OOXML file of each kind cannot be without.
MAIN_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
TEXTS = {"csv", "ics", "md", "txt"}
#: What a browser would take for a page or a drawing, after blanks and comments.
MARKUP = re.compile(
    rb"(?:\s|<!--.*?-->)*<(?:\?xml|!doctype|html|head|body|svg|script|iframe|style|title|meta|object|embed|link|base)\b"
    rb"|.{0,1000}<(?:svg|script)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
#: Bytes no text holds, whatever its encoding of one byte a letter.
NOT_TEXT = bytes({*range(32)} - {*b"\t\n\v\f\r\x1a\x1b"})
HEAD = 4096
logger = logging.getLogger(__name__)


def checked_document(upload):
    """The document a form was given, when it may be kept; raises ValidationError in the reader's language."""
    if not isinstance(upload, UploadedFile):  # the one already kept, or none
        return upload
    within(upload, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    extension = PurePath(upload.name).suffix[1:].lower()
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        kinds = ", ".join(sorted(settings.WAGTAILDOCS_EXTENSIONS)).upper()
        raise ValidationError(_("This kind of file is not accepted. Accepted kinds: %(kinds)s.") % {"kinds": kinds})
    if not holds(upload, extension):
        said = _("What this file holds is not what its name says (.%(extension)s), so it is not accepted.")
        raise ValidationError(said % {"extension": extension})
    refuse_viruses(upload)
    return upload


def checked_image(upload):
    """The same of an image; what it holds was read by Wagtail's own field, which knows no SVG unless told."""
    if isinstance(upload, UploadedFile):
        within(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        refuse_viruses(upload)
    return upload


def within(upload, limit):
    if upload.size > limit:
        size, most = sizes.in_words(upload.size), sizes.in_words(limit)
        if size == most:  # by less than one says in words
            raise ValidationError(_("This file is too big: %(most)s at most.") % {"most": most})
        raise ValidationError(_("This file is too big (%(size)s): %(most)s at most.") % {"size": size, "most": most})


def holds(upload, extension):
    """Whether the bytes are what the extension says."""
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    try:
        if extension in TEXTS:
            return is_text(upload, head) and (extension != "ics" or is_calendar(head))
        if extension == "pdf":
            return head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"%PDF-")
        return head.startswith(b"PK\x03\x04") and is_package(upload, extension)
    finally:
        upload.seek(0)


def is_text(upload, head):
    """Words to the end, in an encoding of one byte a letter or marked as UTF-16, and no page in disguise."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if MARKUP.match(head.decode("utf-16", "replace").encode() if wide else head.removeprefix(codecs.BOM_UTF8)):
        return False
    if wide:
        return decodes(upload, "utf-16")
    if filetype.guess(head):
        return False
    return not any(chunk.translate(None, NOT_TEXT) != chunk for chunk in upload.chunks())


def decodes(upload, encoding):
    """Whether the bytes are letters of this encoding to the end."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return not any("\0" in decoder.decode(chunk) for chunk in upload.chunks()) and not decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False


def is_calendar(head):
    return head.removeprefix(codecs.BOM_UTF8).lstrip().upper().startswith(b"BEGIN:VCALENDAR")


def is_package(upload, extension):
    """An office file is a zip that names itself. Nothing of it is unpacked but that name."""
    try:
        with zipfile.ZipFile(upload.file) as package:
            names = set(package.namelist())
            if extension in MAIN_PARTS:
                return {"[Content_Types].xml", MAIN_PARTS[extension]} <= names
            if "mimetype" not in names:
                return False
            with package.open("mimetype") as said:
                return said.read(200).decode("ascii", "replace").strip() == TYPES[extension]
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, OSError, ValueError):
        return False  # broken, encrypted or packed in a way nobody's office writes


def refuse_viruses(upload):
    """Ask ClamAV, if the site has one. Required, it must have answered; whatever the setting's spelling means it is."""
    if settings.ANTIVIRUS == "off":
        return
    try:
        found = clamav.scan(upload)
    except clamav.Unreachable as silence:
        if settings.ANTIVIRUS == "optional":
            logger.warning("%s was kept without being scanned. %s", upload.name, silence)
            return
        logger.error("%s was refused. %s", upload.name, silence)
        said = _("The file could not be checked for viruses, so it was not kept. Try again in a few minutes.")
        raise ValidationError(said) from silence
    if found:
        logger.warning("%s was refused: ClamAV found %s", upload.name, found)
        raise ValidationError(_("The file was refused: the antivirus found “%(found)s” in it.") % {"found": found})
