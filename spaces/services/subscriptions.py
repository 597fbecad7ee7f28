"""Following a topic, a space, an item, a person or an administration: one row for both languages."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.models import Page

from spaces.models import FollowLevel, Reader, Subscription
from spaces.services import digest_times
from spaces.services.lines import sections


@transaction.atomic
def follow(*, user, level=None, delivery=None, **target):
    """Follow one thing, `topic=…`, `space=…`, `person=…`, `jurisdiction=…` or `key=…`; doing it twice changes nothing.

    What is said of how much, and how soon, holds from then on; what is not said stays.
    """
    Reader.objects.open([user.pk])
    row, is_new = Subscription.objects.get_or_create(user=user, **target)
    said = {"level": level, "delivery": delivery}
    changed = {name: value for name, value in said.items() if value is not None and value != getattr(row, name)}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    if changed or (is_new and (row.delivery or row.level != FollowLevel.ALL)):
        digest_times.renew(user)
    return row


@transaction.atomic
def unfollow(*, user, **target):
    """End a subscription; ending none changes nothing."""
    if Subscription.objects.filter(user=user, **target).delete()[0]:
        digest_times.renew(user)


def left(*, user, space):
    """Whoever leaves a space follows it no more; when they silenced it, it stays silent."""
    if user.subscriptions.filter(space=space).exclude(level=FollowLevel.MUTED).exists():
        unfollow(user=user, space=space)


@transaction.atomic
def change(*, user, rows, ended=None, digest=None):
    """Have several things otherwise at once: [(Row, level, delivery)] of what has changed, one Row that ends, and how
    the digest comes (as `digest_times.choose` takes it)."""
    Reader.objects.open([user.pk])
    for row, level, delivery in rows:
        if row.kind == "search":
            have_search(user, row, level, delivery)
            continue
        target = {column(row): row.target}
        Subscription.objects.update_or_create(user=user, **target, defaults={"level": level, "delivery": delivery})
    if ended and ended.kind == "search":
        have_search(user, ended, FollowLevel.MUTED, ended.delivery)
    elif ended:
        Subscription.objects.filter(user=user, **{column(ended): ended.target}).delete()
    if digest:
        digest_times.choose(user=user, **digest)
    elif rows or ended:
        digest_times.renew(user)


def have_search(user, row, level, delivery):
    for section in sections():
        section.have(user, row.target, is_on=level != FollowLevel.MUTED, delivery=delivery)


def column(row):
    """The column that holds what a Row is about."""
    return row.kind if row.kind == "key" else f"{row.kind}_id"


def drop_gone():
    """Forget who followed items of which no page is left in any language. Returns how many rows went."""
    pages = Page.objects.filter(translation_key=OuterRef("key"))
    return Subscription.objects.filter(~Exists(pages), key__isnull=False).delete()[0]
