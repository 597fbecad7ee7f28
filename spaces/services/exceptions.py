"""Exceptions to publishing in both languages: recorded with a reason, somebody to see to it and a day, and chased."""

from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from cms.bilingual import gate, ledger
from cms.bilingual.addresses import url_of
from cms.bilingual.gate_models import Ending, Exemption, Waiting
from cms.bilingual.models import Pair
from cms.bilingual.twins import address_without_twin
from spaces import access_pairs
from spaces.models import Space, today
from spaces.services import letters
from spaces.services.memberships import Refused

EVERY = timedelta(days=7)  # how often its owner is written to once the day has come


@transaction.atomic
def record(*, page, by, reason, owner, due_on):
    """Let a page be read before its other language. What waited goes live at once.

    Returns (the exception, what the gate still holds back or None).
    """
    pair = Pair.objects.select_for_update().get(pk=page.translation_key)
    if not pair.is_together:
        raise Refused(_("This page may be published in one language without an exception."))
    if pair.goes_along(page):
        raise Refused(_("Its original is not published yet: an exception lets that go first, not its translation."))
    if Exemption.objects.open().filter(pair=pair).exists():
        raise Refused(_("An exception is already recorded for this page."))
    exemption = Exemption.objects.create(
        pair=pair, language=page.language, reason=reason.strip(), reason_language=by.language, owner=owner,
        due_on=due_on, by=by,
    )  # fmt: skip
    if owner != by:
        letters.post("exception_yours", exemption.pk)
    row = Waiting.objects.filter(pair=pair, language=page.language).select_related("revision").first()
    return exemption, gate.keep(row.revision, by=by) if row else None


@transaction.atomic
def change(*, exemption, by, reason, owner, due_on):
    """Say it otherwise, hand it to somebody else, or set another day: then its owner is left alone until that day."""
    exemption = held(exemption)
    is_new = owner != exemption.owner
    if reason.strip() != exemption.reason:
        exemption.reason, exemption.reason_language = reason.strip(), by.language
    if due_on != exemption.due_on:
        exemption.chased_on = None
    exemption.owner, exemption.due_on = owner, due_on
    exemption.save()
    if is_new and owner != by:
        letters.post("exception_yours", exemption.pk)


@transaction.atomic
def take_back(*, exemption, by):
    """Both languages together again; not while one of them, or its new version, is read alone."""
    exemption = held(exemption)
    if exemption.is_read and exemption.older:
        raise Refused(_("The new version is read in one language: publish that of the other one, or change it back."))
    if exemption.is_read:
        raise Refused(_("The page is read in one language: publish the other one, or unpublish it."))
    exemption.close(Ending.TAKEN_BACK, by=by)


def held(exemption):
    found = Exemption.objects.open().select_for_update().filter(pk=exemption.pk).first()
    if found is None:
        raise Refused(_("This exception is over."))
    return found


def of(pair):
    """The open exception of a pair, None when there is none."""
    return Exemption.objects.open().filter(pair=pair).first()


def is_needed(page):
    """Whether a page belongs live in both languages together, so that one alone is an exception."""
    return ledger.is_together(page)


def listed(user):
    """The open exceptions this member reads, what is due first before the others."""
    rows = access_pairs.excepted(user, Exemption.objects.open())
    return rows.select_related("owner", "pair__fr_page", "pair__en_page").order_by("due_on", "pk")


def dress(rows, language, user):
    """Give each exception its page, where this reader opens it, its space, and whether it is theirs to change.

    Two queries.
    """
    spaces = Space.objects.in_bulk({row.space for row in rows if row.space})
    for row in rows:
        row.page, row.place = getattr(row.pair, f"{row.language}_page"), spaces.get(row.space)
        row.is_theirs = row.page.permissions_for_user(user).can_publish()
        row.address = url_of(row.page) if row.language == language else address_without_twin(row.page, language)
    return rows


def noted(pairs):
    """Pairs with their open exception: `exception` is its number, `alone_in` the language that is read."""
    found = Exemption.objects.open().filter(pair=OuterRef("pk"))
    return pairs.annotate(exception=Subquery(found.values("pk")[:1]), alone_in=Subquery(found.values("language")[:1]))


def changeable(pair, user):
    """The exception of a noted pair, when it is this user's to change: its number."""
    page = pair.exception and getattr(pair, f"{pair.alone_in}_page")
    return pair.exception if page and page.permissions_for_user(user).can_publish() else None


def open_keys():
    """Keys of the pairs of which one language is read alone for a reason (translation_status.open_exceptions)."""
    return Exemption.objects.open().read().values("pair")


def chase():
    """Write to the owner of each exception whose day has come, and every week after. Safe to run twice a day."""
    now = today()
    due = Exemption.objects.open().filter(due_on__lte=now)
    for exemption in due.filter(Q(chased_on=None) | Q(chased_on__lte=now - EVERY)):
        with transaction.atomic():
            claimed = Exemption.objects.open().filter(pk=exemption.pk, chased_on=exemption.chased_on)
            if claimed.update(chased_on=now):
                letters.post("exception_due", exemption.pk)
