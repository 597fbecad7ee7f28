"""How the notice of a meeting stands, in figures."""

from dataclasses import dataclass, field
from datetime import datetime

from spaces.models import DeliveryState
from spaces.models.deliveries import GIVEN, WAITING

FAILED = (DeliveryState.REFUSED, DeliveryState.BOUNCED)


@dataclass
class Figures:
    """Of those who were called and may read the meeting today."""

    at: datetime | None = None  # when the first of them was called
    states: dict = field(default_factory=dict)  # DeliveryState -> how many
    answered: int = 0

    def add(self, state, number, at, *, has_answered):
        self.at = min(filter(None, (self.at, at)))
        self.states[state] = self.states.get(state, 0) + number
        self.answered += number if has_answered else 0

    def __bool__(self):
        return bool(self.states)

    @property
    def people(self):
        return sum(self.states.values())

    @property
    def given(self):
        return self.count(GIVEN)

    @property
    def waiting(self):
        return self.count(WAITING)

    @property
    def failed(self):
        return self.count(FAILED)

    @property
    def unanswered(self):
        return self.people - self.answered

    def count(self, states):
        return sum(self.states.get(state, 0) for state in states)
