"""Planning meetings, in French and in English: the screens and their refusals, invitees, series."""

import pytest

from cms.models import User
from spaces.models import Invitee, Meeting, Membership, Plan, Role, Series, SeriesAct, Subscription
from spaces.services import series_publishing
from tests import factories
from tests.contract.walks import LANGUAGES, Walk, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
WHAT = {
    "title_fr": "Xyz", "title_en": "Xyz", "summary_fr": "Xyz", "summary_en": "Xyz", "day": "2027-07-01", "hour": "13:30",
    "minutes": "60", "time_zone": "America/Toronto", "level": "all", "languages": "both",
}  # fmt: skip


@pytest.fixture(params=LANGUAGES)
def walk(request, community, as_user, wordings):
    """As Ines, who leads the space."""
    user = factories.person("Ines", language=request.param)
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=community.quality, role=role)
    return Walk(as_user(User.objects.get(pk=user.pk)), request.param, wordings)


def test_a_meeting_on_its_way_speaks_one_language(walk, community):
    Subscription.objects.create(user=factories.person("Zoe"), topic=community.topic)
    what = {**WHAT, "space": community.quality.pk, "kind": "targeted", "topics": [community.topic.pk], "seats": "2"}
    new = to(walk.language, "meeting_new")
    walk.get(new)
    for wrong in (
        {},
        {**what, "topics": []},
        {**what, "day": "2026-11-01", "summary_fr": ""},
        {**what, "hour": "25:00"},
    ):
        walk.post(new, wrong)
    other, key = {"fr": "en", "en": "fr"}[walk.language], None
    for typed in (
        what,
        {**what, f"title_{other}": "", f"summary_{other}": "", "teams_url": "https://teams.microsoft.com/1"},
    ):
        walk.post(new, typed)
        key = Plan.objects.exclude(pk=key).get().key
        people = to(walk.language, "meeting_people", key)
        for query in ("", "?name=Zo", "?name=Zzz"):
            walk.get(people + query)
        for name in ("meeting_new_again", "meeting_confirm"):
            walk.get(to(walk.language, name, key))
    walk.client.post(to(walk.language, "meeting_confirm", key))
    walk.get(new)
    assert (Meeting.objects.filter(kind="targeted").count(), walk.found) == (1, {})


def test_invitees_and_their_page_speak_one_language(walk, community):
    page = community.pages["coming"][walk.language]
    Meeting.objects.filter(pk=page.meeting_id).update(kind="targeted", seats=3)
    Invitee.objects.create(meeting=page.meeting, user=User.objects.get(first_name="Ines"), topic=community.topic)
    invitees = to(walk.language, "meeting_invitees", page.meeting_id)
    for address in (page.url, invitees, f"{invitees}?name=Zzz"):
        walk.get(address)
    walk.post(invitees, {"act": "next"})
    Meeting.objects.filter(pk=page.meeting_id).update(starts_at="2026-11-20T14:00Z")
    walk.get(invitees)
    assert walk.found == {}


def test_a_series_speaks_one_language(walk, community):
    rule = {"cadence": "quarter", "every": "1", "ordinal": "1", "weekday": "3", "since": "2027-01-02", "number": "3"}
    what = {**WHAT, "space": community.quality.pk, "kind": "subgroup", **rule}
    new = to(walk.language, "series_new")
    walk.get(new)
    for wrong in ({}, {**what, "number": ""}, {**what, "since": "2026-01-01", "until": "2027-01-01"}):
        walk.post(new, wrong)
    sundays = {"cadence": "week", "weekday": "6", "since": "2027-03-07", "hour": "02:30"}
    for typed in ({**what, **sundays}, what):
        walk.post(new, typed)
    dates = to(walk.language, "series_dates", Plan.objects.get(what__contains="cadence=quarter").key)
    walk.get(dates)
    walk.post(dates, {})
    walk.post(dates, {"day": ["2027-01-07", "2027-04-01", "2027-07-01"]})
    made = Series.objects.get()
    own = made.meetings.get(number=2)
    for page in own.pages.all():
        page.get_latest_revision().publish(skip_permission_checks=True)
    walk.get(own.pages.get(locale__language_code=walk.language).url)
    for name in ("meeting_before", "meeting_after"):
        walk.note(name, walk.client.get(to(walk.language, name, own.pk), follow=True))
    Meeting.objects.filter(pk=own.pk).update(level="manager", captions=True, seats=4, teams_url="https://x.example/")
    page = to(walk.language, "series", made.pk)
    clock = {"hour": "13:30", "minutes": "60", "level": "all", "languages": "both", "ordinal": "1", "weekday": "3"}
    friday = {**clock, "level": "executive", "captions": "on", "hour": "10:00", "seats": "9", "weekday": "4"}
    for typed in (clock, {**friday, "weekday": "3"}, friday, {**friday, "act": "sure"}, {}):
        walk.post(page, typed)
        walk.get(page)
    late = own.pages.get(locale__language_code={"fr": "en", "en": "fr"}[walk.language])
    late.locked = True
    late.save()
    late.save_revision()
    for _held in range(2):
        walk.get(to(walk.language, "series_publish", made.pk))
        walk.post(to(walk.language, "series_publish", made.pk), {})
        walk.get(page)
        series_publishing.run(SeriesAct.objects.filter(kind="publish").latest("pk").pk)
        walk.get(page)
        late.refresh_from_db()
        late.locked = False
        late.save()
    walk.get(to(walk.language, "series_publish", made.pk))
    walk.post(to(walk.language, "series_end", made.pk), {})
    for typed in ({"ahead": "keep"}, {"ahead": "withdraw"}, {"ahead": "withdraw", "confirm": "1"}):
        walk.post(to(walk.language, "series_end", made.pk), typed)
    walk.get(page)
    walk.post(page, clock)
    assert walk.found == {}
