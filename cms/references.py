"""What an editor's form points at: a page may only come to name what its editor could have chosen.

(And a form names nothing its editor may not read, even when the page points at it: cms/choosers.py.)

Choosers list what one may see, but a form accepts any id. One check over all the references of a page (Wagtail's
reference index knows how to walk its fields, blocks and rich text) stands for a check in each chooser.
"""

from contextvars import ContextVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.utils.module_loading import import_string
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import ReferenceIndex

from cms.days import Days

#: Who is at work in the editors' admin; the door of the admin says so (spaces/doors.py).
editor: ContextVar = ContextVar("editor", default=None)


def may_name(model, pk):
    """Whether the form that is being made may say what it points at."""
    user = editor.get()
    return user is None or import_string(settings.REFERENCE_POLICY)(user, {(model, pk)})


def references(page):
    """{(model, id)} of everything the words of a page point at."""
    found = {(row[0], row[1]) for row in ReferenceIndex._extract_references_from_object(page)}
    return {(ContentType.objects.get_for_id(kind).model_class(), str(pk)) for kind, pk in found}


def allow(user, added):
    """404 when one of these is out of the reach of who comes to point at it."""
    if added and not import_string(settings.REFERENCE_POLICY)(user, added):
        raise Http404


class ReachForm(Days, WagtailAdminPageForm):
    """A page form that answers 404 to an id out of its editor's reach (settings.REFERENCE_POLICY).

    No one meets this by choosing: it is what a made-up request gets, before the title of anything is shown to it.
    What the page pointed at already stays.
    """

    def _post_clean(self):
        before = references(self.instance) if self.instance.pk else set()
        super()._post_clean()
        allow(self.for_user, references(self.instance) - before)
