"""An exception at the door of the editors' desk: said where the page is edited, with the way to change it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms import dates
from cms.bilingual import gate_words
from cms.bilingual.gate_models import Exemption


def what_is_excepted(request, page):
    """On opening either page: one of them may be read alone, until when, and the way on for whoever may publish it."""
    if request.method != "GET" or not hasattr(page, "publication"):
        return
    row = Exemption.objects.open().filter(pair=page.translation_key).first()
    if row is None:
        return
    one = Page.objects.filter(translation_key=page.translation_key, locale__language_code=row.language).first()
    buttons = []
    if one and one.permissions_for_user(request.user).can_publish():
        address = reverse("exception", args=[row.pk])
        is_offered = any(address in said for said in gate_words.queued(request))  # by what waits
        buttons = [] if is_offered else [messages.button(address, _("Change the exception"))]
    said = _("By exception, the French page goes live before the English one, which is due on %(due)s.")
    if row.language == "en":
        said = _("By exception, the English page goes live before the French one, which is due on %(due)s.")
    messages.info(request, said % {"due": dates.day(row.due_on)}, buttons=buttons)
