"""The doors of meetings as those who plan them meet them: what is in preparation, invitees, series, the screens between."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from spaces.models import MeetingPage, Plan
from tests.contract.leaks import door


@door("meetings in preparation")
def preparing(visit):
    return visit.get(visit.site("meeting_new")) + visit.get(visit.site("series_new"))


@door("invitees of a meeting", shows={"meeting", "membership list"}, rights={"lead of X"})
def invitees(visit):
    return visit.get(visit.site("meeting_invitees", visit.world.targeted.pk))


@door("invitees found by name", shows={"meeting", "membership list"}, rights={"lead of X"})
def found_by_name(visit):
    return visit.get(visit.site("meeting_invitees", visit.world.targeted.pk), name=visit.words(["membership list"])[0])


@door("a series of meetings", shows={"meeting"}, rights={"lead of X"})
def series(visit):
    return visit.get(visit.site("series", visit.world.series.pk))


@door("drafts of a series to publish", shows={"meeting"}, rights={"lead of X"})
def drafts(visit):
    pages = MeetingPage.objects.filter(meeting=visit.world.targeted)
    for page in pages:
        page.save_revision()  # the same words again, as a draft
    found = visit.get(visit.site("series_publish", visit.world.series.pk))
    pages.update(has_unpublished_changes=False)
    return found


@door("the meeting before or after", shows={"meeting"})
def beside(visit):
    """There is none: one comes back to the page of the meeting itself."""
    names = ("meeting_before", "meeting_after")
    return " ".join(visit.get(visit.site(name, visit.world.targeted.pk)) for name in names)


@door("a plan on its way")
def plan(visit):
    """One’s own, about the closed space, from when one could plan there."""
    if not visit.user:
        return ""
    day = (timezone.now() + timedelta(days=9)).date()
    what = f"title_fr=x&title_en=x&space={visit.world.space.pk}&kind=targeted&day={day}&hour=10:00&minutes=60"
    key = UUID(int=visit.user.pk)
    Plan.objects.update_or_create(key=key, defaults={"user": visit.user, "what": what})
    names = ("meeting_new_again", "meeting_people", "meeting_confirm", "series_new_again", "series_dates")
    return " ".join(visit.get(visit.site(name, key)) for name in names)
