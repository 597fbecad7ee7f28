"""The leads' desk: whom it opens to, and what each of its forms does."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core import mail

from cms.models import User
from spaces import access
from spaces.models import CommunityRole, JoinRequest, Role, Space, today
from spaces.services import logbook, memberships
from tests import factories

DESK = "/en/spaces/closed/desk/"


@pytest.fixture
def closed(closed):
    """Joined on request."""
    closed.joining = "request"
    closed.save(update_fields=["joining"])
    return closed


@pytest.fixture
def elsewhere(db):
    """Somebody who leads another space, and a request and a member of that one."""
    lead = factories.person("Eve")
    space = factories.space("elsewhere", leads=[lead, factories.person("Fay")], joining="request")
    JoinRequest.objects.create(user=factories.person("Gil"), space=space)
    return space


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def paths(space, person):
    asked = JoinRequest.objects.create(user=factories.person("Hal"), space=space)
    return ["", "members.csv", f"members/{person.pk}/", "invite/", "requests/", f"requests/{asked.pk}/", "settings/"]


def test_the_desk_opens_to_leads_and_overseers_and_to_nobody_else(closed, elsewhere, leads, alice, bob, as_user):
    support = factories.person("Sue")
    CommunityRole.objects.create(user=support, duty="support")
    eve = User.objects.get(email="eve@example.org")
    addresses = [f"{DESK}{path}" for path in paths(closed, alice)]
    for user, status in ((leads[0], 200), (support, 200), (alice, 404), (bob, 404), (eve, 404)):
        client = as_user(user)
        assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, status)
    memberships.grant(user=alice, space=closed, role=Role.EDITOR)
    assert as_user(alice).get(DESK).status_code == 404


def test_ids_of_another_space_do_not_exist_at_this_desk(closed, elsewhere, leads, as_user):
    client = as_user(leads[0])
    asked, fay = JoinRequest.objects.get(), User.objects.get(email="fay@example.org")
    assert client.post(f"{DESK}requests/{asked.pk}/", {"answer": "accept"}).status_code == 404
    assert client.get(f"{DESK}members/{fay.pk}/").status_code == 404
    assert client.post(f"{DESK}members/{fay.pk}/", {"role": "lead", "starts_on": today()}).status_code == 404
    assert client.post(f"{DESK}members/{fay.pk}/end/", {"role": "member"}).status_code == 404
    assert client.post(f"{DESK}members/{leads[1].pk}/end/", {"role": "king"}).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "waiting"
    assert access.leads(fay, elsewhere)


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "perhaps"}])
def test_an_answer_that_is_none_is_refused_in_words_and_changes_nothing(data, closed, leads, as_user, posted):
    asked = JoinRequest.objects.create(user=factories.person("Hal"), space=closed)
    address = f"{DESK}requests/{asked.pk}/"
    with posted():
        response = as_user(leads[0]).post(address, data)
    assert (response["Location"], mail.outbox) == (address, [])
    assert said(response) == ["Accept the request or decline it: as it is, nothing has changed."]
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, logbook.entries(closed).count()) == ("waiting", None, 0)


def test_a_role_is_given_for_a_time_and_ended(closed, leads, alice, as_user):
    client, address = as_user(leads[0]), f"{DESK}members/{alice.pk}/"
    last = today() + timedelta(days=60)
    client.post(address, {"role": "editor", "starts_on": today(), "ends_on": last})
    assert access.standing(User.objects.get(pk=alice.pk))[closed.pk] == {"member", "editor"}
    assert closed.memberships.get(user=alice, role="editor").ends_on == last
    client.post(f"{address}end/", {"role": "editor"})
    assert access.standing(User.objects.get(pk=alice.pk))[closed.pk] == {"member"}
    response = client.post(f"{address}end/", {"role": "member"})
    assert said(response)[-1:] == ["Alice Test is no longer a member of the space."]
    assert access.standing(User.objects.get(pk=alice.pk)) == {}


def test_a_chip_names_a_language_with_its_capital(closed, leads, alice, as_user):
    memberships.grant(user=alice, space=closed, role=Role.TO_FRENCH)
    for address in (DESK, "/en/spaces/closed/members/"):
        assert (
            '<span class="chip info">Translator into French</span>' in as_user(leads[0]).get(address).content.decode()
        )


def test_wrong_days_are_said_and_what_was_typed_stays(closed, leads, alice, as_user):
    first = today() + timedelta(days=9)
    fields = {"role": "lead", "starts_on": first, "ends_on": today()}
    page = as_user(leads[0]).post(f"{DESK}members/{alice.pk}/", fields).content.decode()
    assert "The last day comes before the first." in page
    assert f'value="{first:%Y-%m-%d}"' in page
    past = {"role": "lead", "starts_on": today() - timedelta(days=1)}
    assert "cannot begin in the past" in as_user(leads[0]).post(f"{DESK}members/{alice.pk}/", past).content.decode()
    assert closed.memberships.filter(user=alice, role="lead").count() == 0


def test_a_lead_who_removes_herself_names_a_successor_first_and_then_loses_the_desk(closed, leads, alice, as_user):
    client, address = as_user(leads[0]), f"{DESK}members/{leads[0].pk}/end/"
    assert said(client.post(address, {"role": "lead"})) == [
        "A space keeps two leads at least: name a successor first, then you may go."
    ]
    page = client.get(DESK).content.decode()
    assert page.index('class="notice bad') < page.index("icons.svg#info") < page.index("name a successor first")
    client.post(f"{DESK}members/{alice.pk}/", {"role": "lead", "starts_on": today()})
    assert client.post(address, {"role": "lead"}, follow=True).status_code == 200, "she is led to what she still reads"
    assert client.get(DESK).status_code == 404
    assert client.get("/en/spaces/closed/members/").status_code == 200


def test_the_settings_hold_at_once_in_both_languages(closed, leads, bob, as_user):
    article = factories.article(closed, fr="Rappel", en="Callback")
    reader, lead = as_user(bob), as_user(leads[0])
    pages = [page.url for page in article.made.values()]
    assert [reader.get(url).status_code for url in pages] == [404, 404]
    facts = {name: getattr(closed, name) for name in ("name_fr", "name_en", "mandate_fr", "mandate_en")}
    open_to_all = {**facts, "visibility": "open", "joining": "free"}
    assert said(lead.post(f"{DESK}settings/", open_to_all))[0].startswith("The settings are saved")
    assert [reader.get(url).status_code for url in pages] == [200, 200]
    lead.post(f"{DESK}settings/", {**facts, "visibility": "listed", "joining": "request"})
    assert [reader.get(url).status_code for url in pages] == [404, 404]


def test_a_space_does_not_take_the_names_of_another_its_lead_knows_of(closed, elsewhere, leads, as_user):
    facts = {"mandate_fr": "Autre mandat", "mandate_en": "", "visibility": "listed", "joining": "request"}
    names = {"name_fr": f" {elsewhere.name_fr.upper()}  ", "name_en": elsewhere.name_en}
    page = as_user(leads[0]).post(f"{DESK}settings/", {**facts, **names}).content.decode()
    assert ("There is a space of this name already." in page, "Autre mandat" in page) == (True, True)
    assert Space.objects.get(pk=closed.pk).name_fr == "Fermé"
    Space.objects.filter(pk=elsewhere.pk).update(is_open=False, is_listed=False)
    as_user(leads[0]).post(f"{DESK}settings/", {**facts, **names})
    assert Space.objects.get(pk=closed.pk).name_en == elsewhere.name_en, "a hidden one is not betrayed"


def test_settings_that_contradict_themselves_are_refused_in_words(closed, leads, as_user):
    facts = {"name_fr": "Fermé neuf", "name_en": "Closed", "mandate_fr": "", "mandate_en": "", "joining": "free",
             "visibility": "hidden"}  # fmt: skip
    page = as_user(leads[0]).post(f"{DESK}settings/", facts).content.decode()
    assert "joined by invitation only" in page
    assert "Fermé neuf" in page
    assert Space.objects.get(pk=closed.pk).name_fr == "Fermé"


def test_the_settings_say_what_the_space_is_today_and_offer_topics_in_order(closed, leads, as_user):
    for code, fr, en in (("a", "Écoute", "Wait"), ("b", "Zone", "Area"), ("c", "Délai", "Éclair")):
        factories.topic(code, fr, en)
    client = as_user(leads[0])
    form = client.get(f"{DESK}settings/").context["form"]
    assert (form["visibility"].value(), form["joining"].value()) == ("listed", "request")
    assert [label for _pk, label in form.fields["topics"].choices] == ["Area", "Éclair", "Wait"]
    french = client.get("/fr/espaces/closed/bureau/reglages/").context["form"]
    assert [label for _pk, label in french.fields["topics"].choices] == ["Délai", "Écoute", "Zone"]
    wrong = {"name_fr": "Fermé", "name_en": "Closed", "joining": "request", "visibility": "everybody"}
    assert "everybody" in client.post(f"{DESK}settings/", wrong).context["form"].errors["visibility"][0]


def test_the_export_is_the_members_of_today_and_harmless_to_spreadsheets(closed, leads, alice, as_user):
    User.objects.filter(pk=alice.pk).update(first_name="=HYPERLINK(1)")
    memberships.grant(user=factories.person("Zoe"), space=closed, starts_on=today() + timedelta(days=5))
    response = as_user(leads[0]).get(f"{DESK}members.csv")
    table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert table[0] == ["Name", "Email", "Organization", "Jurisdiction", "Roles", "Member since"]
    assert [row[1] for row in table[1:]] == ["ann@example.org", "ben@example.org", "alice@example.org"]
    assert table[3][0] == "'=HYPERLINK(1) Test"
    assert table[1][4] == "member, lead"
    french = as_user(leads[0]).get("/fr/espaces/closed/bureau/membres.csv").content.decode("utf-8-sig")
    assert french.splitlines()[0] == "Nom,Courriel,Organisme,Administration,Rôles,Membre depuis"


# -- pages that ask first


def form_of(response):
    return BeautifulSoup(response.content, "html.parser").select_one("main form")


@pytest.mark.parametrize(("is_open", "reads"), [(True, "still reads it"), (False, "reads nothing of it")])
def test_removing_a_member_asks_first_and_says_what_goes(is_open, reads, closed, leads, alice, as_user):
    Space.objects.filter(pk=closed.pk).update(is_open=is_open)
    memberships.grant(user=alice, space=closed, role=Role.EDITOR)
    client, address = as_user(leads[0]), f"{DESK}members/{alice.pk}/end/"
    assert f'href="{address}"' in client.get(f"{DESK}members/{alice.pk}/").content.decode()
    asked = form_of(client.get(address))
    assert asked.h2.get_text() == "Remove Alice Test from “Closed”?"
    assert [one.get_text() for one in asked.select("li")] == ["Editor"]
    assert reads in asked.get_text()
    assert closed.memberships.current().filter(user=alice).count() == 2, "nothing is done before it is confirmed"
    client.post(address, {"role": "member"})
    assert not closed.memberships.current().filter(user=alice).exists()
    assert client.get(address).status_code == 404, "whoever was here for no day is not asked about"


def test_removing_one_of_the_last_two_leads_is_refused_before_it_is_asked(closed, leads, alice, as_user):
    client, address = as_user(leads[0]), f"{DESK}members/{leads[1].pk}/end/"
    response = client.get(address)
    assert response["Location"] == f"{DESK}members/{leads[1].pk}/"
    assert said(response) == ["A space keeps two leads at least: name a successor first, then Ben Test may go."]
    memberships.grant(user=alice, space=closed, role=Role.LEAD)
    assert form_of(client.get(address)).h2.get_text() == "Remove Ben Test from “Closed”?"


@pytest.mark.parametrize(("language", "words"), [("en", "from "), ("fr", "à compter du ")])
def test_a_role_to_come_is_from_a_day_and_a_person_without_organization_has_no_dot(
    language, words, closed, leads, alice, as_user
):
    memberships.grant(user=alice, space=closed, role=Role.EDITOR, starts_on=today() + timedelta(days=9))
    desk = {"en": DESK, "fr": "/fr/espaces/closed/bureau/"}[language]
    path = {"en": "members", "fr": "membres"}[language]
    page = BeautifulSoup(as_user(leads[0]).get(f"{desk}{path}/{alice.pk}/").content, "html.parser")
    term = page.select("main .lines li")[0].select_one(".meta")
    assert term.get_text().startswith(words)
    assert [tag.name for tag in term.find_all(recursive=False)] == ["span"], "a dot follows what stands right inside"
    for address in (f"{desk}{path}/{alice.pk}/", desk):
        parts = BeautifulSoup(as_user(leads[0]).get(address).content, "html.parser").select("main .person .meta > span")
        assert [part for part in parts if not part.get_text(strip=True)] == []


def test_the_settings_choose_among_radios_with_their_legend(closed, leads, as_user):
    page = BeautifulSoup(as_user(leads[0]).get(f"{DESK}settings/").content, "html.parser")
    for name, legend, count in (("visibility", "Visibility", 3), ("joining", "How one becomes a member", 3)):
        group = page.select_one(f"fieldset#id_{name}")
        assert (group.legend.get_text(), len(group.select("input[type=radio]"))) == (legend, count)
    wrong = {"name_fr": "Fermé", "name_en": "", "joining": "free", "visibility": "hidden"}
    page = BeautifulSoup(as_user(leads[0]).post(f"{DESK}settings/", wrong).content, "html.parser")
    assert page.select_one(".errors h2").get_text() == "2 things need your attention"
    assert [page.select_one(link["href"]) is not None for link in page.select(".errors a")] == [True, True]
    assert page.select_one("fieldset#id_joining")["aria-describedby"] == page.select_one("fieldset .error")["id"]


def test_archiving_asks_first(closed, leads, as_user):
    client = as_user(leads[0])
    assert f'href="{DESK}life/archive/"' in client.get(f"{DESK}life/").content.decode()
    assert form_of(client.get(f"{DESK}life/archive/")).h2.get_text() == "Archive “Closed”?"
    assert Space.objects.get(pk=closed.pk).archived_at is None
    client.post(f"{DESK}life/archive/")
    assert Space.objects.get(pk=closed.pk).archived_at
    assert client.get(f"{DESK}life/archive/").status_code == 302
