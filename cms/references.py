"""What an editor's form points at: a page may only come to name what its editor could have chosen.

Choosers list what one may see, but a form accepts any id. One check over all the references of a page (Wagtail's
reference index knows how to walk its fields, blocks and rich text) stands for a check in each chooser.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.utils.module_loading import import_string
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import ReferenceIndex


def references(page):
    """{(model, id)} of everything the words of a page point at."""
    found = {(row[0], row[1]) for row in ReferenceIndex._extract_references_from_object(page)}
    return {(ContentType.objects.get_for_id(kind).model_class(), str(pk)) for kind, pk in found}


class ReachForm(WagtailAdminPageForm):
    """A page form that answers 404 to an id out of its editor's reach (settings.REFERENCE_POLICY).

    No one meets this by choosing: it is what a made-up request gets, before the title of anything is shown to it.
    What the page pointed at already stays.
    """

    def _post_clean(self):
        before = references(self.instance) if self.instance.pk else set()
        super()._post_clean()
        added = references(self.instance) - before
        if added and not import_string(settings.REFERENCE_POLICY)(self.for_user, added):
            raise Http404
