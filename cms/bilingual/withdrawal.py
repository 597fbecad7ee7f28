"""Withdrawing in both languages: official content leaves its readers, and is deleted, as it came: both pages at once.

It stands in Wagtail's own acts, as the gate does (gate.py): expiry by the clock and acts in bulk end there too.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from cms.bilingual import ledger
from cms.bilingual.gate_models import Ending, Exemption, Waiting

_unpublish = UnpublishPageAction.execute
_delete = DeletePageAction.execute


def take_place():
    """Take the place in Wagtail's acts; called once, when the application is ready."""
    UnpublishPageAction.execute = unpublish  # type: ignore[method-assign]
    DeletePageAction.execute = delete  # type: ignore[method-assign]


def other_page(page):
    """The other language of a page, read or not; None when there is none."""
    found = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).first()
    return found and found.specific


def partner(page):
    """The other language of a page when it leaves with it: none of an article, none that an exception keeps alone."""
    page = page.specific
    if not hasattr(page, "publication") or not ledger.is_together(page):
        return None
    twin = other_page(page)
    kept = twin and Exemption.objects.open().filter(pair=page.translation_key, language=twin.language).exists()
    return None if kept else twin


@transaction.atomic
def unpublish(self, skip_permission_checks=False):
    """In the place of UnpublishPageAction.execute."""
    self.check(skip_permission_checks=skip_permission_checks)
    page = self.object
    if self.commit and not Page.objects.filter(pk=page.pk, live=True).exists():
        return None  # withdrawn with its other language in the same run
    twin = partner(page)
    done = _unpublish(self, skip_permission_checks=True)
    if twin and twin.live:
        more = {"set_expired": self.set_expired, "commit": self.commit, "log_action": self.log_action}
        other = UnpublishPageAction(twin, user=self.user, include_descendants=self.include_descendants, **more)
        _unpublish(other, skip_permission_checks=True)
    forget(page, by=self.user)
    return done


def forget(page, *, by):
    """Nothing of a thing waits once it was withdrawn, and its exception is over when no language is left."""
    if Waiting.objects.filter(pair=page.translation_key).delete()[0]:
        ledger.changed(page.translation_key, by=by)
    if not Page.objects.filter(translation_key=page.translation_key, live=True).exists():
        for exemption in Exemption.objects.open().filter(pair=page.translation_key):
            exemption.close(Ending.WITHDRAWN, by=by)


@transaction.atomic
def delete(self, *args, skip_permission_checks=False, **kwargs):
    """In the place of DeletePageAction.execute."""
    self.check(skip_permission_checks=skip_permission_checks)
    if not Page.objects.filter(pk=self.page.pk).exists():
        return 0, {}  # deleted with its other language
    twin = partner(self.page)
    done = _delete(self, *args, skip_permission_checks=True, **kwargs)
    if twin and Page.objects.filter(pk=twin.pk).exists():
        _delete(DeletePageAction(twin, user=self.user), *args, skip_permission_checks=True, **kwargs)
    return done


def obstacle(page, user, act):
    """Why this user may not withdraw a page: its other language leaves with it. Empty when they may."""
    twin = partner(page)
    if twin is None or (act == "unpublish" and not twin.live):
        return ""
    held = twin.permissions_for_user(user)
    if held.can_unpublish() if act == "unpublish" else held.can_delete():
        return ""
    said = _("“%(title)s” leaves together with its English page, which is not yours to withdraw.")
    if twin.language == "fr":
        said = _("“%(title)s” leaves together with its French page, which is not yours to withdraw.")
    return said % {"title": page.title}


def consequence(page, act):
    """What happens to the other language, in a sentence; empty when there is nothing to say."""
    twin = other_page(page)
    if twin is not None and act == "move":
        return _("Its page in the other language moves along.")
    if twin is None or (act == "unpublish" and not twin.live):
        return ""
    return SENTENCES[act, twin.language, partner(page) is not None]()


#: (act, language of the other page, whether it goes too) -> words.
SENTENCES = {
    ("unpublish", "fr", True): lambda: _("Its French page is unpublished with it."),
    ("unpublish", "en", True): lambda: _("Its English page is unpublished with it."),
    ("unpublish", "fr", False): lambda: _("Its French page stays live, and is shown in its place."),
    ("unpublish", "en", False): lambda: _("Its English page stays live, and is shown in its place."),
    ("delete", "fr", True): lambda: _("Its French page is deleted with it."),
    ("delete", "en", True): lambda: _("Its English page is deleted with it."),
    ("delete", "fr", False): lambda: _("Its French page stays, without its other language."),
    ("delete", "en", False): lambda: _("Its English page stays, without its other language."),
}
