"""A slip in a year is said where it was typed; a day beyond the calendar never stops what is done elsewhere."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from cms.models import User
from spaces.models import ArticlePage, CommunityRole, Deliverable, Duty, MeetingPage, Membership, Role, Space, today
from spaces.services import memberships
from tests import factories
from tests.spaces import desk

pytestmark = pytest.mark.django_db
SAID = {"en": "Give a year from 1900 to 2199.", "fr": "Donnez une année de 1900 à 2199."}
FAR = ["9999-12-31", "2200-01-01", "1899-12-31", "0001-01-01"]


@pytest.fixture
def led(leads, alice):
    return factories.space("led", leads=leads, members=[alice])


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("field", ["go_live_at", "expire_at", "measured_on", "starts_at", "ends_at"])
def test_a_page_says_it_at_its_field(field, far, chantal, as_user, quality):
    is_meeting = field in {"starts_at", "ends_at"}
    made = (factories.meeting if is_meeting else factories.article)(quality, fr="Rappel", en="Callback").made
    model = MeetingPage if is_meeting else ArticlePage
    typed = far if field == "measured_on" else f"{far} 23:59"
    response = as_user(chantal).post(desk.edit_url(made["fr"]), desk.filled(model, **{field: typed}, **desk.PUBLISH))
    assert SAID["fr"] in desk.errors(response)[field]
    assert f'value="{typed}"' in response.content.decode()


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_desk_says_it_in_the_language_of_the_reader(language, far, led, leads, alice, as_user):
    client = as_user(leads[0])
    client.get(f"/language/{language}/")
    names = {name: getattr(led, name) for name in ("name_fr", "name_en", "mandate_fr", "mandate_en")}
    forms = [
        ("desk_member", [alice.pk], {"role": "lead", "starts_on": today(), "ends_on": far}),
        ("desk_settings", [], {**names, "visibility": "open", "joining": "free", "mandate_ends_on": far}),
        ("desk_life", [], {"name_fr": "Guide", "name_en": "Guide", "due_on": far}),
    ]
    with translation.override(language):
        asked = [(reverse(name, args=["led", *more]), form) for name, more, form in forms]
    for address, form in asked:
        page = client.post(address, form).content.decode()
        assert SAID[language] in page, address
        assert f'value="{far}"' in page, address
    assert not Deliverable.objects.exists()
    assert not Membership.objects.filter(user=alice, role=Role.LEAD).exists()
    assert Space.objects.get(pk=led.pk).mandate_ends_on is None


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_a_duty_says_it_in_the_admin(field, alice, as_user):
    root = User.objects.create_superuser("root@example.org", "password", first_name="Ruth", language="en")
    form = {"user": alice.pk, "duty": Duty.SUPPORT, "starts_on": today(), "ends_on": "", field: "9999-12-31"}
    address = reverse("wagtailsnippets_spaces_communityrole:add")
    errors = as_user(root).post(address, form).context["form"].errors
    assert (errors[field], len(errors)) == ([SAID["en"]], 1)
    empty = as_user(root).post(address, {**form, "starts_on": "", "ends_on": ""}).context["form"].errors
    assert empty == {"starts_on": ["This field is required."]}
    assert not CommunityRole.objects.exists()


def test_roles_end_beside_one_that_runs_to_the_end_of_the_calendar(led, leads, alice, as_user):
    """As rows brought in from elsewhere have them for “for ever”."""
    Membership.objects.filter(user=leads[0]).update(ends_on=date.max)
    memberships.grant(user=alice, space=led, role=Role.LEAD)
    as_user(alice).post(f"/en/spaces/led/desk/members/{leads[1].pk}/end/", {"role": "lead"})
    assert not led.memberships.current().filter(user=leads[1], role=Role.LEAD).exists()
    client = as_user(leads[0])
    assert client.get("/en/spaces/led/leave/").status_code == 200
    client.post("/en/spaces/led/leave/")
    assert led.memberships.current().filter(user=leads[0]).count() == 2, "of the last two leads"
    memberships.grant(user=leads[1], space=led, role=Role.LEAD, ends_on=today())
    assert [space.pk for space in memberships.left_short([leads[0]])] == [led.pk]
