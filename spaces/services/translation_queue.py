"""What waits for translators, in the order it is due: the pairs a person may translate, under the filters of a list."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from cms.bilingual.models import Pair, State
from cms.bilingual.task_models import Step, TranslationTask
from spaces import access_pairs
from spaces.models import Space, in_order
from spaces.services import wishes

NOT_ASKED = "none"  # of the steps: what nobody asked for
WHO = ("mine", "free")
DIRECTIONS = ("fr-en", "en-fr")


def waiting(user):
    """Pairs somebody has work on, that this user may translate; `task` is the open task."""
    pairs = access_pairs.translatable(user, Pair.objects.all())
    pairs = pairs.annotate(task=FilteredRelation("tasks", condition=Q(tasks__closed_at=None)))
    behind = ~Q(state=State.UP_TO_DATE) | Q(is_unpublished=True) | Q(task__isnull=False)
    return pairs.filter(behind)


def for_me(user):
    """Of those, what waits for this very person, or for anybody who translates."""
    mine = Q(task__step=Step.TO_TRANSLATE) & (Q(task__assignee=user) | Q(task__assignee=None))
    revised = Q(task__step=Step.TO_REVISE) & (Q(task__reviser=user) | Q(task__reviser=None) & ~Q(task__assignee=user))
    return waiting(user).filter(mine | revised)


def narrowed(pairs, user, query):
    """The list under the filters of the address; an unknown value finds nothing."""
    space, kind, direction, who, step = (query.get(name, "") for name in ("space", "kind", "direction", "who", "step"))
    if space:
        pairs = pairs.filter(space__in=Space.objects.filter(code=space[:60].replace("\x00", "")).values("pk"))
    if kind:
        pairs = pairs.filter(kind__model=kind[:60].replace("\x00", ""))
    if direction:
        pairs = pairs.filter(source=direction[:2]) if direction in DIRECTIONS else pairs.none()
    if who:
        chosen = {"mine": Q(task__assignee=user) | Q(task__reviser=user), "free": Q(task__assignee=None)}
        pairs = pairs.filter(chosen[who]) if who in WHO else pairs.none()
    if step:
        of_step = Q(task=None) if step == NOT_ASKED else Q(task__step=step)
        pairs = pairs.filter(of_step) if step == NOT_ASKED or step in Step.values else pairs.none()
    return pairs


def ordered(pairs):
    """What is due first comes first; what has no date comes last, the oldest first."""
    since = Coalesce("task__asked_at", "since", "assessed_at")
    pairs = pairs.annotate(wishes=wishes.counted())
    return pairs.select_related("fr_page", "en_page").order_by(F("task__due_on").asc(nulls_last=True), since, "pk")


def offered(pairs):
    """([(code, name)] of the spaces, [(model, name)] of the types) there are among some pairs. Two queries."""
    met = list(pairs.order_by().values_list("space", "kind").distinct())
    spaces = in_order(Space.objects.filter(pk__in={space for space, _kind in met if space}))
    kinds = [ContentType.objects.get_for_id(kind) for kind in {kind for _space, kind in met}]
    named = sorted((kind.model, capfirst(kind.model_class()._meta.verbose_name)) for kind in kinds)
    return [(space.code, space.name) for space in spaces], named


def dress(pairs):
    """Give each pair its open task and its space, for the rows of a page. Two queries."""
    tasks = TranslationTask.objects.open().filter(pair__in=pairs).select_related("assignee", "reviser")
    by_pair = {task.pair_id: task for task in tasks}
    spaces = Space.objects.in_bulk({pair.space for pair in pairs if pair.space})
    for pair in pairs:
        pair.open_task, pair.place = by_pair.get(pair.pk), spaces.get(pair.space)
        pair.type_name = capfirst(ContentType.objects.get_for_id(pair.kind_id).model_class()._meta.verbose_name)
    return pairs
