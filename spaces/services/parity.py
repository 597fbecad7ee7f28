"""Parity of the two languages, for readers: what is published in both, how long one waits for the other, what lags."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from cms.shares import percent
from spaces.services import translation_status
from spaces.services.translation_status import OUTSIDE


@dataclass
class Figures:
    """Those of one space (`code`, as the filter of the report names it) or of all of them together."""

    code: str = ""
    name: str = ""
    published: int = 0  # in one language at least
    both: int = 0
    behind: int = 0  # of what is published
    exceptions: int | None = None  # None while nothing records any
    gaps: list = field(default_factory=list)

    @property
    def share(self):
        """Whole percents; 100 only when nothing is left. None when nothing is published."""
        return percent(self.both, self.published) if self.published else None

    @property
    def one(self):
        return self.published - self.both

    @property
    def days_apart(self):
        """Half the items waited longer than this for their second language; None when none has both."""
        return median(self.gaps) if self.gaps else None

    def add(self, in_both, is_behind, gap, is_exception):
        self.published += 1
        self.both += in_both
        self.behind += is_behind
        if in_both and gap is not None:
            self.gaps.append(gap)
        if self.exceptions is not None:
            self.exceptions += is_exception


def figures(report):
    """(Figures of everything in the report, [those of each space by name, then what is outside of spaces])."""
    known = translation_status.open_exceptions
    start = 0 if known else None
    whole = Figures(exceptions=start)
    by_space = defaultdict(lambda: Figures(exceptions=start))
    is_exception = Q(pk__in=known()) if known else Q(pk=None)
    pairs = report.pairs.filter(translation_status.PUBLISHED)
    is_behind = ExpressionWrapper(translation_status.IS_BEHIND, BooleanField())
    pairs = pairs.annotate(excepted=ExpressionWrapper(is_exception, BooleanField()), is_behind=is_behind)
    read = pairs.values_list("place", "fr_page__live", "en_page__live", "is_behind", "days_apart", "excepted")
    for place, fr, en, lags, gap, excepted in read:
        for found in (whole, by_space[report.space_at(place)]):
            found.add(bool(fr and en), lags, gap, excepted)
    rows = []
    for space in report.spaces:
        found = by_space[space.pk]
        found.code, found.name = space.code, space.name
        rows.append(found)
    if report.scope.is_whole:
        found = by_space[None]
        found.code, found.name = OUTSIDE, _("Outside of spaces")
        rows.append(found)
    return whole, rows


def chosen(whole, rows, code):
    """Of those, the figures of the space an address names; of everything when it names none."""
    return next((found for found in rows if found.code == code), Figures(code=code)) if code else whole
