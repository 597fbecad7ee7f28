"""The report on translations by whom a translation is given to, and by when it is due: its open task."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from cms.bilingual.models import State
from cms.bilingual.task_models import TranslationTask
from cms.models import User
from spaces.models import sort_key, today

NOBODY = "*"  # in the place of a translator
LATE, SOON, UNSET = "late", "week", "none"
WEEK = timedelta(days=7)


def under_way(**more):
    """The open task of a pair, for a subquery."""
    return TranslationTask.objects.filter(pair=OuterRef("pk"), closed_at=None, **more)


def of_translator(value):
    """The condition of pairs given to one person, or behind and given to nobody; None of what names neither."""
    if value == NOBODY:
        return ~Q(state=State.UP_TO_DATE) & ~Exists(under_way(assignee__isnull=False))
    return Q(Exists(under_way(assignee=int(value)))) if value.isdecimal() and len(value) < 10 else None


def of_due(value):
    """The condition of pairs whose open task is late, due within the week to come, or due on no day."""
    day = today()
    asked = {
        LATE: {"due_on__lt": day},
        SOON: {"due_on__gte": day, "due_on__lt": day + WEEK},
        UNSET: {"due_on": None},
    }  # fmt: skip
    return Q(Exists(under_way(**asked[value]))) if value in asked else None


def by_due():
    """The order by due day, those of none last."""
    return Subquery(under_way().values("due_on")[:1]).asc(nulls_last=True)


def people(keys, pairs):
    """({id: name} of some people, [(id, name)] of those with an open task on one of the pairs, by name). One query."""
    tasks = TranslationTask.objects.filter(closed_at=None, assignee=OuterRef("pk"), pair__in=pairs.values("pk"))
    found = User.objects.annotate(translates=Exists(tasks)).filter(Q(pk__in=keys) | Q(translates=True))
    found = list(found.only("first_name", "last_name", "email"))
    translators = [(str(person.pk), str(person)) for person in found if person.translates]
    return {person.pk: str(person) for person in found}, sorted(translators, key=lambda one: (sort_key(one[1]), one[0]))
