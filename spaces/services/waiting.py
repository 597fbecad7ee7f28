"""What waits for those who lead a space: requests to join it, and the question whether it goes on."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from spaces.models import JoinRequest, State


def counted(spaces):
    """Rows of spaces with `waiting`, how many requests to join nobody has answered."""
    asked = JoinRequest.objects.filter(space=OuterRef("pk"), state=State.WAITING).order_by().values("space")
    return spaces.annotate(waiting=Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0))


def for_leads(spaces):
    """Those of counted spaces where something waits; an archived one waits until it is reopened."""
    return [space for space in spaces if not space.archived_at and (space.waiting or space.prompted_on)]
