"""What was done to all the meetings to come of a series, kept to be told: on its page, and after a reload."""

from datetime import timedelta

from django.utils import timezone

from cms import dates
from spaces.models import SeriesAct
from spaces.services import series_words

SHOWN_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=30)


def keep(series, kind, *, by, steps):
    """The act of a change that was made; each step a `meeting`, whether it `is_change`, why it is `left`, `notes`."""
    return SeriesAct.objects.create(
        series=series, kind=kind, by=by, done_at=timezone.now(),
        meetings=[step.meeting.pk for step in steps],
        reached=[step.meeting.pk for step in steps if step.is_change],
        left=[told(step.meeting, step.left) for step in steps if step.left],
        notes=[told(step.meeting, step.notes) for step in steps if step.notes],
    )  # fmt: skip


def told(meeting, sentences):
    return [meeting.pk, series_words.in_both(sentences)]


def latest(series, meetings):
    """The act to tell of on the page of a series: the last one, for a day, or as long as it goes on; None otherwise.

    It has `headline` and, each [(meeting, words)] of these meetings in the language of its reader, `left_now` of those
    it did not reach, `kept_now` of what the others kept, and `notes_now`.
    """
    act = series.acts.select_related("by").order_by("-at", "-pk").first()
    if act is None or (act.done_at and act.at < timezone.now() - SHOWN_FOR):
        return None
    act.headline = series_words.headline(act)
    known = {meeting.pk: meeting for meeting in meetings}
    code = "fr" if dates.is_french() else "en"
    for name in ("left", "notes"):
        rows = [(known[pk], words[code]) for pk, words in getattr(act, name) if pk in known]
        setattr(act, f"{name}_now", rows)
    act.kept_now = [row for row in act.left_now if row[0].pk in act.reached]
    act.left_now = [row for row in act.left_now if row[0].pk not in act.reached]
    return act


def forget(*, now=None):
    """Those nobody is told of any more; safe to run twice."""
    SeriesAct.objects.filter(done_at__lt=(now or timezone.now()) - KEPT_FOR).delete()
