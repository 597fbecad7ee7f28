"""Files sent for a form that was never finished: Wagtail keeps them until somebody fills in the rest.

They lie under a name nobody can guess, as every other file, no door leads to them, and they go after a day.
"""

from datetime import timedelta
from pathlib import PurePosixPath

from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import UploadedFile

from cms.models.files import unguessable

KEPT_FOR = timedelta(days=1)


def listen():
    """Called once, at start."""
    pre_save.connect(hide, sender=UploadedFile, dispatch_uid="hide a file sent for a form")


def hide(instance, **kwargs):
    """Give a file that is about to be stored a folder of its own."""
    if instance.file and not instance.file._committed:
        instance.file.name = unguessable(PurePosixPath(instance.file.name).name)


def clear(*, now=None):
    """Take away what was sent more than a day ago, or is no longer there. Returns how many."""
    over, gone = (now or timezone.now()) - KEPT_FOR, 0
    for upload in UploadedFile.objects.iterator():
        try:
            is_old = upload.file.storage.get_modified_time(upload.file.name) < over
        except FileNotFoundError:
            is_old = True
        if is_old:
            upload.file.delete(save=False)
            upload.delete()
            gone += 1
    return gone
