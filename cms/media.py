"""Files go out through these views only: each one asks whether this reader may have it, each time it is used.

The media folder is never mapped to an address. With MEDIA_ACCEL, nginx sends the bytes once we have said yes.
"""

from pathlib import PurePosixPath
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import content_disposition_header, http_date
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.tasks import delete_file_from_storage_task

from cms import leftovers
from cms.models import File, Picture, Rendition
from cms.uploads import TYPES

IMAGE_TYPES = {"gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
UNKNOWN = "application/octet-stream"
#: What a browser may show by itself; a sandbox would keep it from showing a PDF.
SHOWN = {"application/pdf", *IMAGE_TYPES.values()}


def allow(user, file):
    """404 for whoever may not open the file (settings.FILE_POLICY), as for one that does not exist."""
    if not import_string(settings.FILE_POLICY)(user, file):
        raise Http404


@require_safe
def image(request, path):
    """An image or one of its renditions, by where it lies; what no row knows of does not exist."""
    if "\0" in path:  # PostgreSQL refuses to look for it
        raise Http404
    if path.startswith("images/"):
        row = get_object_or_404(Rendition.objects.select_related("image"), file=path)
        allow(request.user, row.image)
    else:
        row = get_object_or_404(Picture, file=path)
        allow(request.user, row)
    return send(request, row.file, IMAGE_TYPES)


@require_safe
def document(request, pk, filename=None):
    """A document in the language asked for (?lang=), or else the reader's, or else the one there is.

    Its name may be left out, as in the links of pages: those who may not open it read the page too.
    """
    row = get_object_or_404(File, pk=pk)
    copies = {copy.name: copy for copy in (row.second_copy, row.first_copy) if copy}
    if filename is not None and filename not in copies:
        raise Http404
    allow(request.user, row)
    asked = request.GET.get("lang")
    if not asked and filename not in {None, row.filename}:  # the second file by its own name
        copy = copies[filename]
    else:
        copy = row.copy_for(asked or get_language()[:2])
    return send(request, copy.file, TYPES, language=copy.language)


def send(request, file, types, language=""):
    """The bytes of a file, or «not changed». Kept by the reader's own browser, which asks again at each use.

    It is in its own language, whatever the reader's; in none when nobody said which.
    """
    name = PurePosixPath(file.name).name
    content_type = types.get(PurePosixPath(name).suffix[1:].lower(), UNKNOWN)
    try:
        size, changed = file.size, file.storage.get_modified_time(file.name)
    except FileNotFoundError as error:
        raise Http404 from error
    tag = f'"{salted_hmac("cms.media", f"{file.name} {size} {changed.timestamp()}").hexdigest()}"'
    response = None if settings.MEDIA_ACCEL else get_conditional_response(
        request, etag=tag, last_modified=int(changed.timestamp())
    )  # fmt: skip
    if response is None:
        response = with_body(request, file, size)
        response["Content-Type"] = content_type
        response["Content-Disposition"] = content_disposition_header(content_type not in SHOWN, name)
    if not settings.MEDIA_ACCEL:  # nginx compares its own
        response["ETag"] = tag
        response["Last-Modified"] = http_date(changed.timestamp())
    response["Cache-Control"] = "private, no-cache"
    response["Content-Language"] = language
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'" + ("" if content_type in SHOWN else "; sandbox")
    return response


def with_body(request, file, size):
    """Where nginx finds it, or the bytes themselves; nothing when only the headers are asked for."""
    if settings.MEDIA_ACCEL:
        return HttpResponse(headers={"X-Accel-Redirect": f"{settings.MEDIA_ACCEL}/{quote(file.name)}"})
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Length": str(size)})
    return FileResponse(file.open("rb"))


def listen():
    """A document takes its second file along (Wagtail's own listener takes the first); called once, at start."""
    leftovers.listen()
    post_delete.connect(drop_second_file, sender=File, dispatch_uid="second file")


def drop_second_file(instance, **kwargs):
    if instance.other_file:
        drop(instance.other_file.storage, instance.other_file.name)


def drop(storage, name):
    """Take a file off the disk, once the change that lets go of it is for good."""
    transaction.on_commit(lambda: delete_file_from_storage_task.enqueue(storage.deconstruct(), name))
