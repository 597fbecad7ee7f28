"""The health of a space in figures (product.md S10): each is the length of a list of the desk (views/health.py).

Pure queries: three, and three more about pages for whoever reads them.
"""

from django.db.models import Count, Q

from spaces.models import Role, State, today
from spaces.services import inventory, memberships

#: What is said of pages, for those who read them.
OF_PAGES = (inventory.UNANSWERED, inventory.BEHIND, inventory.OLD)


def figures(space, *, reads):
    """{name: number}. What is said of pages is for those who read them (`reads`)."""
    people = memberships.current(space).aggregate(
        members=Count("user", distinct=True),
        active=Count("user", distinct=True, filter=Q(user__last_seen_on__gt=today() - memberships.RECENT)),
        leads=Count("user", distinct=True, filter=Q(role=Role.LEAD)),
    )
    counted = {
        **people,
        "requests": space.join_requests.filter(state=State.WAITING).count(),
        "late": space.deliverables.late().count(),
    }
    if reads:
        counted |= {state: inventory.concepts(space, state=state).count() for state in OF_PAGES}
    return counted
