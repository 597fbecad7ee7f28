"""A page moved in one language: its fact and its twin follow, so that both stay in one space."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import post_page_move

from cms.bilingual import withdrawal
from cms.bilingual.addresses import code_of
from spaces.models import FactPage, SpacePage
from spaces.services import deliveries
from spaces.services.reach import POSTED


@transaction.atomic
def moved(sender, instance, parent_page_after, **kwargs):
    """The fact takes the space of the new parent; the twin goes under the new parent's twin when there is one."""
    new_home, page = SpacePage.objects.filter(pk=parent_page_after.pk).first(), instance.specific
    if new_home is not None and isinstance(page, FactPage):  # the event carries the plain page
        fact = page.fact
        if fact.space_id != new_home.space_id:
            fact.space_id = new_home.space_id
            fact.save(update_fields=["space"])
            if type(fact) in POSTED:
                deliveries.moved(fact, instance.translation_key)
    twin = withdrawal.other_page(instance)
    target = twin and place_of(twin, parent_page_after)
    if target and not twin.is_child_of(target):
        twin.move(target, pos="last-child")


def place_of(twin, destination):
    """Where the other language of a page belongs once the page stands below a destination; None when nowhere."""
    if isinstance(destination.specific, SpacePage):
        return SpacePage.objects.filter(space_id=destination.specific.space_id, locale_id=twin.locale_id).first()
    return Page.objects.filter(translation_key=destination.translation_key, locale_id=twin.locale_id).first()


def obstacle(page, destination, user):
    """Why a page may not be moved there by this user: its other language goes along. Empty when it may."""
    if said := of_the_other_language(page, destination):
        return said
    twin = withdrawal.other_page(page)
    if twin is None:
        return ""
    target = place_of(twin, destination)
    if target is None:
        said = _("“%(title)s” cannot be moved there: “%(place)s” has no page in the other language.")
    elif not twin.permissions_for_user(user).can_move_to(target):
        said = _("“%(title)s” cannot be moved there: you may not move its other language to “%(place)s”.")
    elif not Page._slug_is_available(twin.slug, target, page=twin):
        said = _("“%(title)s” cannot be moved there: its other language would have an address taken in “%(place)s”.")
    else:
        return ""
    return said % {"title": page.title, "place": destination.title}


def of_the_other_language(page, destination):
    """Why a page may not stand below one that is written in the other language; empty when that is not so."""
    if destination.is_root() or destination.locale_id == page.locale_id:
        return ""
    said = _("“%(title)s” cannot be moved there: it is in English and “%(place)s” is in French.")
    if code_of(page.locale_id) == "fr":
        said = _("“%(title)s” cannot be moved there: it is in French and “%(place)s” is in English.")
    return said % {"title": page.title, "place": destination.title}


def follows(page, destination):
    """Whether the other language of a page moves along, as it stands elsewhere than where it then belongs."""
    twin = withdrawal.other_page(page)
    target = twin and place_of(twin, destination)
    return bool(target) and not twin.is_child_of(target)


def listen():
    """Hear Wagtail's event; called once, when the application is ready."""
    post_page_move.connect(moved, dispatch_uid="moved")
