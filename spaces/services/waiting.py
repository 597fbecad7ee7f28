"""What waits for those who lead a space: requests to join it, and the question whether it goes on. What waits for the
co-chairs and their support: the spaces that are quiet and of which nobody answers; for the support alone, what people
need at meetings to come."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from spaces import access, access_meetings
from spaces.models import JoinRequest, Membership, Reply, Role, Space, State, today
from spaces.services import dormancy


def counted(spaces):
    """Rows of spaces with `waiting`, how many requests to join nobody has answered."""
    asked = JoinRequest.objects.filter(space=OuterRef("pk"), state=State.WAITING).order_by().values("space")
    return spaces.annotate(waiting=Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0))


def for_leads(spaces):
    """Those of counted spaces where something waits; an archived one waits until it is reopened."""
    return [space for space in spaces if not space.archived_at and (space.waiting or space.prompted_on)]


def for_chairs(user):
    """Quiet spaces whose leads were asked long ago, or that have none, for those who get the letter about them."""
    if not access.chairs(user):
        return []
    leads = Membership.objects.current().filter(space=OuterRef("pk"), role=Role.LEAD, user__is_active=True)
    asked = Space.objects.filter(archived_at=None, removed_at=None, prompted_on__isnull=False)
    unanswered = Q(prompted_on__lte=today() - dormancy.ANSWER_WITHIN) | ~Exists(leads)
    return list(asked.filter(unanswered).order_by("prompted_on", "code"))


def needs(user):
    """How many said what they need at a meeting to come, for the support; nothing is asked for anybody else."""
    return access_meetings.needs_open_to(user, Reply.objects.all()).count() if access_meetings.supports(user) else 0
