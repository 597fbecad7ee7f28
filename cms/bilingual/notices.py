"""What readers are told of the other language: why it is missing, or that their translation is behind its original.

Read in the query of a page's relatives (twins.py), so that a page costs no statement more.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date, parse_datetime

from cms.bilingual.gate_models import Exemption
from cms.bilingual.models import Pair
from cms.bilingual.task_models import TranslationTask


@dataclass(frozen=True)
class Lag:
    """Words of the original that changed since the translation was confirmed, of how many, and since when."""

    words: int
    all_words: int
    since: datetime | None

    def is_told(self, community):
        """Whether it reaches what the community set: so many words, or such a part of the page."""
        share = self.words * 100 // self.all_words if self.all_words else 0
        return self.words >= community.behind_words or share >= community.behind_percent


def exemption_of(page):
    """The open exception of a page, or of its other language."""
    words = {name: name for name in ("reason", "reason_language", "due_on", "language", "at")}
    people = {"first_name": "owner__first_name", "last_name": "owner__last_name"}
    rows = Exemption.objects.open().filter(pair=page.translation_key)
    return Subquery(rows.values(said=JSONObject(**words, **people))[:1])


def lag_of(page):
    """What the ledger and the open task of a translation that was complete once say; nothing of an original."""
    tasks = TranslationTask.objects.open().filter(pair=OuterRef("pk"))
    rows = Pair.objects.filter(pk=page.translation_key, completed_at__isnull=False).exclude(source=page.language)
    names = {name: name for name in ("words", "all_words", "since", "is_together")}
    asked = {"task_words": Subquery(tasks.values("words")[:1]), "asked_at": Subquery(tasks.values("asked_at")[:1])}
    return Subquery(rows.values(said=JSONObject(**names, **asked))[:1])


def lag_behind(original):
    """The Lag of a page behind its original, None when it is not.

    Translated and not yet published, it is behind still. A draft of official content is nothing its readers lack.
    """
    said = original.lag
    if not said or (said["is_together"] and original.has_unpublished_changes):
        return None
    words = max(said["words"], said["task_words"] or 0)
    return Lag(words, said["all_words"], instant(said["since"] or said["asked_at"])) if words else None


def instant(text):
    at = text and parse_datetime(text)
    return at and (at if at.tzinfo else at.replace(tzinfo=UTC))


def dated(said, name) -> dict | None:
    """A row read as JSON, with its day as one."""
    day: date | None = said and parse_date(said[name])
    return said and {**said, name: day}


def is_used(said, page, twin):
    """Whether an exception tells readers something: of the page that goes alone, or once its new version is read."""
    if said is None or said["language"] == page.language:
        return said is not None
    return bool(twin and twin.last_published_at and twin.last_published_at >= instant(said["at"]))
