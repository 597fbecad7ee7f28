"""An exception at the door of the editors' desk: said where the page is edited, with the way to change it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.models import Page

from cms import dates
from cms.bilingual import gate_words
from cms.bilingual.gate_models import Exemption


def what_is_excepted(request, page):
    """On opening either page: one of them may be read alone, until when, and the way on for whoever may publish it."""
    if request.method != "GET" or not hasattr(page, "publication"):
        return
    row = (
        Exemption.objects.open()
        .filter(pair=page.translation_key)
        .select_related("pair__fr_page", "pair__en_page")
        .first()
    )
    if row is None:
        return
    one = Page.objects.filter(translation_key=page.translation_key, locale__language_code=row.language).first()
    buttons = []
    if one and one.permissions_for_user(request.user).can_publish():
        address = reverse("exception", args=[row.pk])
        is_offered = any(address in said for said in gate_words.queued(request))  # by what waits
        buttons = [] if is_offered else [messages.button(address, _("Change the exception"))]
    older, is_read = row.older, bool(one and one.live and not one.has_unpublished_changes)
    since = dates.day(older.last_published_at or older.latest_revision_created_at) if older else ""
    said = SAID[row.language, is_read, older is not None] % {"due": dates.day(row.due_on), "since": since}
    messages.info(request, said, buttons=buttons)


#: (the language that goes alone, whether it is read, whether the other is read with older words) -> words.
SAID = {
    ("fr", False, False): _("By exception, the French page goes live before the English one, which is due on %(due)s."),
    ("en", False, False): _("By exception, the English page goes live before the French one, which is due on %(due)s."),
    ("fr", True, False): _("By exception, the French page is read before the English one, which is due on %(due)s."),
    ("en", True, False): _("By exception, the English page is read before the French one, which is due on %(due)s."),
    ("fr", False, True): _(
        "By exception, the new version of the French page goes live before that of the English one, which is due on "
        "%(due)s. Readers of the English page have the words of %(since)s."
    ),
    ("en", False, True): _(
        "By exception, the new version of the English page goes live before that of the French one, which is due on "
        "%(due)s. Readers of the French page have the words of %(since)s."
    ),
    ("fr", True, True): _(
        "By exception, the new version of the French page is read before that of the English one, which is due on "
        "%(due)s. Readers of the English page have the words of %(since)s."
    ),
    ("en", True, True): _(
        "By exception, the new version of the English page is read before that of the French one, which is due on "
        "%(due)s. Readers of the French page have the words of %(since)s."
    ),
}
