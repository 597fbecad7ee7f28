"""«Ask for the translation»: members say what they would read in their language; they are told when they can."""

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from cms.bilingual import ledger
from cms.bilingual.gate_models import Wish
from spaces.services import letters


def counted():
    """How many members ask for the translation of a pair, of OuterRef("pk")."""
    rows = Wish.objects.waiting().filter(pair=OuterRef("pk")).order_by().values("pair")
    return Coalesce(Subquery(rows.values(n=Count("pk"))), 0, output_field=IntegerField())


def of(page_pk, user):
    """(how many ask for the translation of a page, whether this user does). One query."""
    rows = Wish.objects.waiting().filter(Q(pair__fr_page=page_pk) | Q(pair__en_page=page_pk))
    found = rows.aggregate(n=Count("pk"), mine=Count("pk", filter=Q(by=user)))
    return found["n"], bool(found["mine"])


@transaction.atomic
def make(*, page, by):
    """Ask once; asking again changes nothing, and nothing is asked that is there already."""
    pair = ledger.known_pair(page.translation_key)
    if not is_there(page.translation_key):
        Wish.objects.update_or_create(pair=pair, by=by, defaults={"told_at": None})


@transaction.atomic
def withdraw(*, page, by):
    Wish.objects.filter(pair=page.translation_key, by=by).delete()


def is_there(key):
    """Whether both languages are read."""
    return Page.objects.filter(translation_key=key, live=True).count() > 1


def come_true(sender, instance, **kwargs):
    """Both languages are read: whoever asked is told, once."""
    rows = Wish.objects.waiting().filter(pair=instance.translation_key)
    keys = list(rows.values_list("pk", flat=True))
    if keys and is_there(instance.translation_key):
        rows.filter(pk__in=keys).update(told_at=timezone.now())
        letters.post("wish", keys)
