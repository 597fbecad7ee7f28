"""What is asked of search, for those who look after the community: how often, with which answers, and which none had.

The page of results carries a signed token; the browser sends it back once the page is there, and again when an answer
is opened. So nothing is written while one waits for results, what is sent twice counts once, and nobody is named.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Avg, Count, F, Max, Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from cms.bilingual.folding import words
from search.models import Asked

SALT, HOURS = "search.asked", 12  # how long a page of results may stay open and still count
LONGEST = 200
PERIODS = (7, 30, 90)  # days
TOP = 50  # questions of a list


def token_of(text, language, total):
    """What a page of results says of itself, signed."""
    said = [get_random_string(22), language, text[:LONGEST], total]
    return signing.dumps(said, salt=SALT, compress=True)


def note(token, rank=None):
    """Count a question, or one of its answers that was opened. Raises BadSignature for what the site did not sign."""
    name, language, text, total = signing.loads(token, salt=SALT, max_age=timedelta(hours=HOURS))
    folded = " ".join(words(text))[:LONGEST] or text.lower()
    said = {"language": language, "text": text, "folded": folded, "total": total}
    row, _is_new = Asked.objects.get_or_create(token=name, defaults=said)
    if rank is not None:
        Asked.objects.filter(pk=row.pk).update(opened=F("opened") + 1, rank=row.rank or rank)


def prune():
    """Remove what is older than the days of the settings; returns how many questions."""
    old = timezone.now() - timedelta(days=settings.SEARCH_INSIGHTS_DAYS)
    return Asked.objects.filter(asked_at__lt=old).delete()[0]


def asked_in(days):
    return Asked.objects.filter(asked_at__gt=timezone.now() - timedelta(days=days))


def figures(days):
    """{asked, nothing, opened, rank} of all the questions of these days; the mean rank is of the first one opened."""
    return asked_in(days).aggregate(
        asked=Count("pk"), nothing=Count("pk", filter=Q(total=0)), opened=Count("pk", filter=Q(opened__gt=0)),
        rank=Avg("rank"),
    )  # fmt: skip


def questions(days, language, *, nothing=False):
    """The questions most asked in a language, those that are the same folded together; `nothing`: without an answer."""
    found = asked_in(days).filter(language=language)
    if nothing:
        found = found.filter(total=0)
    return (
        found.values("folded")
        .annotate(
            said=Max("text"), asked=Count("pk"), answers=Avg("total"), opened=Count("pk", filter=Q(opened__gt=0)),
            last=Max("asked_at"),
        )
        .order_by("-asked", "folded")
    )  # fmt: skip
