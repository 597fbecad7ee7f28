"""A page moved in one language: its fact and its twin follow, so that both stay in one space."""

from django.db import transaction
from wagtail.models import Page
from wagtail.signals import post_page_move

from spaces.models import AnnouncementPage, ArticlePage, MeetingPage, SpacePage
from spaces.services import deliveries
from spaces.services.reach import POSTED


@transaction.atomic
def moved(sender, instance, parent_page_after, **kwargs):
    """The fact takes the space of the new parent; the twin goes under the new parent's twin when there is one."""
    new_home = SpacePage.objects.filter(pk=parent_page_after.pk).first()
    if new_home is None:
        return
    fact = instance.specific.fact  # the event carries the plain page
    if fact.space_id != new_home.space_id:
        fact.space_id = new_home.space_id
        fact.save(update_fields=["space"])
        if type(fact) in POSTED:
            deliveries.moved(fact, instance.translation_key)
    twin = Page.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk).first()
    if twin is None:
        return
    target = SpacePage.objects.filter(space_id=new_home.space_id, locale_id=twin.locale_id).first()
    if target and not twin.is_child_of(target):
        twin.specific.move(target, pos="last-child")


def listen():
    """Hear Wagtail's event; called once, when the application is ready."""
    for model in (ArticlePage, MeetingPage, AnnouncementPage):
        post_page_move.connect(moved, sender=model, dispatch_uid=f"moved {model.__name__}")
