"""When a page goes live or is withdrawn, its fact learns of it: listings read facts, not pages."""

from datetime import timedelta

from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from spaces.models import AnnouncementPage, ArticlePage, MeetingPage
from spaces.models.calls import FACTS
from spaces.services import calling, cancellations, deliveries, hours, pointers, wishes

#: Languages that go live within this time do so together: neither is the translation that comes later.
TOGETHER = timedelta(minutes=5)


def applied(sender, instance, revision=None, **kwargs):
    """What the draft changed in the fact holds from now on, in both languages."""
    if instance.live and isinstance(instance, MeetingPage):
        meeting_applied(instance, revision)
    elif instance.live:
        instance.publish_fact(revision)


def meeting_applied(page, revision):
    """The same of a meeting: those who have it in their calendars are told when its entry is a newer one."""
    hours.hold(page, revision)
    meeting = page.meeting
    before, sequence = {name: getattr(meeting, name) for name in FACTS}, meeting.sequence
    page.publish_fact(revision)
    pointers.keep_topics(meeting)
    cancellations.take_back(page)
    if meeting.sequence != sequence:
        calling.note_change(meeting, page.translation_key, before)


def meeting_unread(sender, instance, **kwargs):
    """A page of a meeting is read no more. (One about to be deleted is still live in the database.)"""
    pointers.keep_topics(instance.meeting, but=instance.pk)


def published(sender, instance, **kwargs):
    """The first language to go live dates the fact; the second changes nothing, nor does a page only scheduled.

    Whom it reaches is asked each time, because its topics may have changed; nobody is queued twice. A language that
    comes later is told to those who had the item in the other one.
    """
    fact = instance.fact
    if not instance.live:
        return
    if fact.published_at is None:
        fact.published_at = instance.first_published_at or timezone.now()
        fact.save(update_fields=["published_at"])
    deliveries.post(fact)
    is_first = instance.first_published_at == instance.last_published_at
    if is_first and instance.first_published_at - fact.published_at > TOGETHER:
        deliveries.post_translation(instance)


def unpublished(sender, instance, **kwargs):
    """A fact with no live page left is off the lists. (A page about to be deleted is still live in the database.)"""
    fact = instance.fact
    if not fact.pages.filter(live=True).exclude(pk=instance.pk).exists():
        fact.published_at = None
        fact.save(update_fields=["published_at"])


def listen():
    """Hear Wagtail's events; called once, when the application is ready."""
    for model in (ArticlePage, AnnouncementPage, MeetingPage):
        page_published.connect(applied, sender=model, dispatch_uid=f"applied {model.__name__}")
    page_published.connect(wishes.come_true, dispatch_uid="wishes come true")
    page_unpublished.connect(meeting_unread, sender=MeetingPage, dispatch_uid="topics of agendas")
    page_unpublished.connect(cancellations.note, sender=MeetingPage, dispatch_uid="meetings that are off")
    for model in (ArticlePage, AnnouncementPage):
        page_published.connect(published, sender=model, dispatch_uid=f"published {model.__name__}")
        page_unpublished.connect(unpublished, sender=model, dispatch_uid=f"unpublished {model.__name__}")
