"""A space that is taken up again, or brought back, has two leads: those it lacks are named as it is reopened."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone, translation

from cms.models import User
from spaces.models import JoinRequest, Role, Space
from spaces.services import joining, lifecycle, memberships
from spaces.services.memberships import Refused
from tests import factories

pytestmark = pytest.mark.django_db
LIFE = "/en/spaces/quality/desk/life/"


@pytest.fixture
def archived(leads, alice):
    return factories.space(leads=leads, members=[alice], archived_at=timezone.now())


def closed(*people):
    """Accounts closed while the space was kept to be read, when nobody was asked to name a successor."""
    User.objects.filter(pk__in=[person.pk for person in people]).update(is_active=False)


def leading(space):
    return [person.first_name for person in memberships.leads(space)]


def test_with_its_two_leads_nothing_more_is_asked(archived, leads, as_user):
    page = as_user(leads[0]).get(LIFE).content.decode()
    assert ("first_lead" in page, "second_lead" in page, "<datalist" in page) == (False, False, False)
    as_user(leads[0]).post(f"{LIFE}reopen/", {"mandate_ends_on": ""})
    assert Space.objects.get(pk=archived.pk).archived_at is None


def test_the_lead_who_is_left_names_the_second(archived, leads, alice, as_user, posted, mailoutbox):
    closed(leads[1])
    client = as_user(leads[0])
    page = BeautifulSoup(client.get(LIFE).content, "html.parser")
    asked = [field["name"] for field in page.select("form[action$='reopen/'] input:not([type=hidden])")]
    offered = {option["value"] for option in page.select("#people option")}
    assert (asked, offered) == (["mandate_ends_on", "second_lead"], {alice.email, leads[0].email})
    with posted():
        client.post(f"{LIFE}reopen/", {"mandate_ends_on": "", "second_lead": alice.email})
    assert (Space.objects.get(pk=archived.pk).archived_at, leading(archived)) == (None, ["Alice", "Ann"])
    assert [message.to for message in mailoutbox] == [[alice.email]]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("", "This field is required."),
        ("nobody@example.org", "No member has the address nobody@example.org."),
        ("ann@example.org", "Name two different people."),
        ("ben@example.org", "The account of Ben Test is closed."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_loses_nothing(archived, leads, as_user, named, said):
    closed(leads[1])
    end = "2098-01-31"
    answer = as_user(leads[0]).post(f"{LIFE}reopen/", {"mandate_ends_on": end, "second_lead": named})
    page = BeautifulSoup(answer.content, "html.parser")
    assert said in page.select_one("form[action$='reopen/']").get_text()
    kept = {name: page.find("input", {"name": name}).get("value", "") for name in ("mandate_ends_on", "second_lead")}
    assert kept == {"mandate_ends_on": end, "second_lead": named}
    assert Space.objects.get(pk=archived.pk).archived_at is not None


def test_a_space_without_leads_gets_two_from_those_who_look_after_all(archived, leads, alice, nadia, as_user):
    closed(*leads)
    client, form = as_user(nadia), {"mandate_ends_on": "", "first_lead": alice.email}
    client.get("/language/fr/")
    with translation.override("fr"):
        address = reverse("desk_reopen", args=["quality"])
    answer = client.post(address, {**form, "second_lead": alice.email})
    assert "Nommez deux personnes différentes" in answer.content.decode()
    client.post(address, {**form, "second_lead": nadia.email})
    assert (Space.objects.get(pk=archived.pk).archived_at, leading(archived)) == (None, ["Alice", "Nadia"])


def test_no_door_reopens_with_fewer(archived, leads, alice):
    closed(leads[1])
    with pytest.raises(Refused, match="two leads at least"):
        lifecycle.reopen(space=archived, by=leads[0])
    assert Space.objects.get(pk=archived.pk).archived_at is not None


def test_a_space_brought_back_with_fewer_says_so(leads, chantal, nadia, as_user):
    space = factories.space(leads=leads)
    lifecycle.remove(space=space, by=nadia)
    closed(leads[1])
    with translation.override("fr"):
        restore, desk = reverse("space_restore", args=["quality"]), reverse("desk_members", args=["quality"])
    answer = as_user(nadia).post(restore)
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert (answer["Location"], said[1]) == (
        desk,
        "Un espace compte au moins deux responsables : nommez une personne de plus.".replace(" :", "\u00a0:"),
    )
    assert Space.objects.get(pk=space.pk).removed_at is None


def test_a_request_to_join_reaches_those_who_look_after_all_when_nobody_leads(
    leads, alice, nadia, chantal, bob, as_user, posted, mailoutbox
):
    space = factories.space(leads=leads, joining="request", is_open=False)
    assert "Those who lead the space answer" in as_user(bob).get("/en/spaces/quality/join/").content.decode()
    closed(*leads)
    assert "the co-chairs and their support answer" in as_user(bob).get("/en/spaces/quality/join/").content.decode()
    with posted():
        page = as_user(bob).post("/en/spaces/quality/join/", {"message": ""}, follow=True).content.decode()
    assert "Nobody leads the space today: your request is with the co-chairs and their support" in page
    assert "Your request waits for the answer of the co-chairs and their support." in page
    assert ("with the leads" in page, "Your request awaits an answer" in page, JoinRequest.objects.count()) == (
        False,
        True,
        1,
    )
    mail = {message.to[0]: message.body for message in mailoutbox}
    assert set(mail) == {nadia.email}
    assert "dont personne n’est responsable aujourd’hui" in mail[nadia.email]
    assert "parce que vous veillez sur les espaces" in mail[nadia.email]
    assert "dont vous êtes" not in mail[nadia.email]
    memberships.grant(user=alice, space=space, role=Role.LEAD)
    mailoutbox.clear()
    with posted():
        joining.ask(user=chantal, space=space)
    assert [message.to for message in mailoutbox] == [[alice.email]]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "nobody leads it today"), ("fr", "personne n’en est responsable")]
)
def test_a_space_by_invitation_says_whom_to_write_to(language, said, leads, bob, as_user):
    factories.space(leads=leads, joining="invitation", is_open=False)
    client = as_user(bob)
    client.get(f"/language/{language}/")
    with translation.override(language):
        address = reverse("space_join", args=["quality"])
    assert f"mailto:{leads[0].email}" in client.get(address).content.decode()
    closed(*leads)
    page = client.get(address).content.decode()
    assert (said in page, "mailto:soutien@example.org" in page, leads[0].email in page) == (True, True, False)
