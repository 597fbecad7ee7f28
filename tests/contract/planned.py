"""What of the world of the leak matrix was planned on the site: a targeted meeting and a series."""

from spaces.models import Invitee, Series
from tests import factories


def make(world, invited):
    """A targeted meeting with somebody invited by name, and a series of which it is the first."""
    said = {code: world.said("meeting", code) for code in ("fr", "en")}
    rule = {"cadence": "quarter", "weekday": 3, "hour": "13:00", "minutes": 60, "planned": 1}
    world.series = Series.objects.create(space=world.space, **rule)
    world.targeted = factories.meeting(world.space, **said, kind="targeted", series=world.series, number=1)
    Invitee.objects.create(meeting=world.targeted, user=invited)
