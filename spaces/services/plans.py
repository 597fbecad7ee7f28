"""What somebody types of a meeting or a series before it is made, from one screen to the next."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone

from spaces.models import Plan
from spaces.services import interests

KEPT_FOR = timedelta(days=30)  # since it was last touched
UNTYPED = ("csrfmiddlewaretoken", "act")


def mine(user, key):
    """The plan of a key when it is this user’s, else None."""
    return Plan.objects.select_related("meeting", "series").filter(key=key, user=user).first()


def keep(plan, *, user, typed):
    """Keep what a form holds, a QueryDict, in a plan or in a new one."""
    typed = typed.copy()
    for name in UNTYPED:
        typed.pop(name, None)
    plan = plan or Plan(user=user)
    plan.what, plan.changed_at = typed.urlencode(), timezone.now()
    plan.save()
    return plan


def typed(plan):
    """What its form held, as the form is given it."""
    return QueryDict(plan.what)


def forget(*, now=None):
    """Those nobody has touched for a month, made or not; safe to run twice."""
    Plan.objects.filter(changed_at__lt=(now or timezone.now()) - KEPT_FOR).delete()


@dataclass
class Choice:
    """Whom a meeting may call, and whom it calls: members suggested by what they follow, and those added by name."""

    candidates: list = field(default_factory=list)
    added: list = field(default_factory=list)
    ids: set = field(default_factory=set)  # of those who are called

    @property
    def everybody(self):
        return [*self.added, *self.candidates]

    @property
    def called(self):
        return [one for one in self.everybody if one.user.pk in self.ids]

    @property
    def balance(self):
        return interests.balance(self.called)

    def with_only(self, ids):
        """The same with others called: of those it knows."""
        return Choice(self.candidates, self.added, ids & {one.user.pk for one in self.everybody})


def signed(space, topics, level, seats):
    """What the first ticks follow from: when it differs, everybody is ticked anew, up to the seats."""
    return f"{space.pk}:{sorted(topic.pk for topic in topics)}:{level}:{seats or ''}"


def choice(plan, *, space, topics, level, seats):
    """The Choice of a plan, as it stands; those who follow most of the topics are called until seats run out."""
    candidates = interests.candidates(space, topics, level=level)
    suggested = {one.user.pk for one in candidates}
    added = interests.added(space, set(plan.people.get("added", ())) - suggested)
    found = Choice(candidates, added)
    if plan.people.get("of") == signed(space, topics, level, seats):
        return found.with_only(set(plan.people["called"]))
    first = candidates[: seats - len(added)] if seats else candidates
    return found.with_only({one.user.pk for one in [*added, *first]})


def choose(plan, found, *, space, topics, level, seats):
    """Keep who is called so far."""
    plan.people = {
        "of": signed(space, topics, level, seats),
        "called": sorted(found.ids),
        "added": sorted(one.user.pk for one in found.added),
    }
    plan.changed_at = timezone.now()
    plan.save(update_fields=["people", "changed_at"])
