"""The documents of the site, read once each: started by a change, gone on with by the schedule, told when it fails."""

import hashlib
import logging
import tempfile
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save

from cms.models import File
from search import attachments, outbox
from search.analysis import storable
from search.models import FilePlace, FileText, State
from search.reading import process
from search.reading.formats import MAIN_PARTS, TEXTS

log = logging.getLogger(__name__)
KINDS = {"pdf", *MAIN_PARTS, *TEXTS, "odp", "ods", "odt"}
FIELDS = ("file", "other_file")


def kind(name):
    return PurePosixPath(name).suffix[1:].lower()


def unread():
    """Where files lie that are to be read and were not."""
    for field in FIELDS:
        files = File.objects.exclude(**{field: ""}).exclude(**{f"{field}__in": FilePlace.objects.values("name")})
        yield from (name for name in files.order_by("pk").values_list(field, flat=True) if kind(name) in KINDS)


def read_next(*, meanwhile=lambda: None):
    """Read one file that was not; returns its place, None when all are."""
    name = next(unread(), None)
    if name is not None:
        read(name, meanwhile=meanwhile)
    return name


def read(name, *, meanwhile=lambda: None):
    """Keep what a file says. What it cannot be read for is kept too, so that it is not tried for ever."""
    try:
        text = text_of(name, meanwhile)
    except Exception:
        log.exception("%s cannot be opened; search does without", name)
        text = None
    with transaction.atomic():
        FilePlace.objects.update_or_create(name=name, defaults={"text": text})
        outbox.queue(
            attachments.concerned([file.pk for file in File.objects.filter(Q(file=name) | Q(other_file=name))])
        )
    if text and text.state not in {State.READ, State.EMPTY}:
        log.warning("%s is not read whole: %s. %s", name, text.state, text.why)


def text_of(name, meanwhile):
    """The FileText of the bytes that lie there: known already, or read now."""
    digest = hashlib.sha256(kind(name).encode())
    with File._meta.get_field("file").storage.open(name) as kept, tempfile.TemporaryFile() as content:
        for chunk in kept.chunks():
            digest.update(chunk)
            content.write(chunk)
        if known := FileText.objects.filter(digest=digest.hexdigest()).first():
            return known
        if kept.size > settings.FILE_TEXT["mb"] * 1024 * 1024:
            found = process.Reading(State.BIG)
        else:
            content.flush()
            found = process.read(content, kind(name), meanwhile=meanwhile)
    text = storable(found.text)
    said = {"state": found.state, "text": text, "characters": len(text), "why": storable(found.why),
            "pages": found.pages, "pages_in_all": found.of}  # fmt: skip
    return FileText.objects.get_or_create(digest=digest.hexdigest(), defaults=said)[0]


def forget_gone():
    """What was said by files that are no more is not kept."""
    there = Q()
    for field in FIELDS:
        there |= Q(name__in=File.objects.exclude(**{field: ""}).values(field))
    FilePlace.objects.exclude(there).delete()
    FileText.objects.filter(places=None).delete()


def forget_failures():
    """Have all files read anew that were not read whole: the limits may have changed, or the library."""
    FileText.objects.exclude(state=State.READ).delete()
    FilePlace.objects.filter(text=None).delete()


def wake():
    """Ask the worker to read; if that fails the schedule will, ten minutes later at most."""
    from search.tasks import read_files  # noqa: PLC0415  tasks import this module

    try:
        read_files.enqueue()
    except Exception:
        log.exception("could not enqueue the reading of files; the schedule will")


def changed(sender, instance, **kwargs):
    """A document was added, replaced, moved, renamed: it and those who lead to it say so anew, and it is read."""
    outbox.queue(attachments.concerned([instance.pk]))
    transaction.on_commit(wake)


def deleted(sender, instance, **kwargs):
    outbox.queue(attachments.concerned([instance.pk]))
    names = [name for name in (instance.file.name, instance.other_file.name) if name]
    FilePlace.objects.filter(name__in=names).delete()
    FileText.objects.filter(places=None).delete()


def listen():
    """Called once, when the application is ready."""
    post_save.connect(changed, sender=File, dispatch_uid="search file")
    post_delete.connect(deleted, sender=File, dispatch_uid="search file deleted")
