"""What people did to a space is kept, told in the reader's language, and marked when support did it for the co-chairs."""

import re
from copy import deepcopy
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from cms.models import User
from spaces import access
from spaces.models import CommunityRole, Deliverable, JoinRequest, Role, today
from spaces.services import joining, lifecycle, logbook, memberships, spaces
from tests import factories
from tests.once import made_once
from tests.spaces import many

LIFE = "/en/spaces/quality/desk/life/"


@pytest.fixture
def support(db):
    user = factories.person("Sue")
    CommunityRole.objects.create(user=user, duty="support")
    return user


made_alice, alice = made_once("alice", lambda: factories.person("Alice"))


@pytest.fixture(scope="module")
def made_space(made_leads, made_alice):
    return factories.space(leads=made_leads, members=[made_alice], joining="request")


@pytest.fixture
def space(db, made_space):
    return deepcopy(made_space)


def kept(space):
    """[(action, who, done for the co-chairs)] of a space, oldest first."""
    rows = [
        (row.action.removeprefix("carrefour."), str(row.user), logbook.is_for_chairs(row))
        for row in logbook.entries(space)
    ]
    return rows[::-1]


def words(space, language="en"):
    with translation.override(language):
        return [logbook.told(entry).replace("\u00a0", " ") for entry in logbook.entries(space)][::-1]


def test_each_change_by_a_person_is_kept_with_what_it_was(space, leads, alice, bob, support, as_user):
    client, desk = as_user(leads[0]), "/en/spaces/quality/desk/"
    client.post(f"{desk}members/{alice.pk}/", {"role": "editor", "starts_on": today()})
    client.post(f"{desk}members/{alice.pk}/end/", {"role": "editor"})
    asked = joining.ask(user=bob, space=space)
    client.post(f"{desk}requests/{asked.pk}/", {"answer": "accept"})
    again = joining.ask(user=factories.person("Hal"), space=space)
    client.post(f"{desk}requests/{again.pk}/", {"answer": "decline"})
    client.post(f"{desk}invite/", {"addresses": "Sue <sue@example.org>, New <new@example.org>, not an address"})
    facts = {"name_fr": "Qualité", "name_en": "Quality", "mandate_fr": "Neuf", "mandate_en": "Mandate Quality",
             "visibility": "open", "joining": "free"}  # fmt: skip
    client.post(f"{desk}settings/", facts)
    client.post(LIFE, {"name_fr": "Guide", "name_en": "Handbook"})
    paper = Deliverable.objects.get()
    for data in ({"name_fr": "Guide", "name_en": "Book"}, {"do": "hand_in"}, {"do": "take_back"}, {"do": "remove"}):
        client.post(f"{LIFE}deliverables/{paper.pk}/", data)
    client.post(f"{LIFE}goes-on/")
    client.post(f"{LIFE}archive/")
    client.post(f"{LIFE}reopen/")
    as_user(bob).post("/en/spaces/quality/leave/")
    as_user(bob).post("/en/spaces/quality/join/")
    actions = ["grant", "end", "accept", "decline", "add", "invite", "settings", "deliverable_add", "deliverable_change",
               "deliverable_done", "deliverable_open", "deliverable_remove", "goes_on", "archive", "reopen"]  # fmt: skip
    assert kept(space) == [
        *((action, "Ann Test", False) for action in actions), ("leave", "Bob Test", False), ("join", "Bob Test", False)
    ]  # fmt: skip
    with translation.override("en"):
        day = logbook.in_words("first", today().isoformat()).replace("\u00a0", " ")
    assert words(space) == [
        f"Role given to Alice Test: editor, from {day}",
        "Role ended for Alice Test: editor",
        "Request of Bob Test accepted",
        "Request of Hal Test declined",
        "Added as members: Sue Test",
        "Invited: new@example.org",
        "Settings changed: mandate in French: Mandat Qualité → Neuf; joining: on request → freely",
        "Deliverable added: Handbook",
        "Deliverable changed: Book",
        "Deliverable handed in: Book",
        "Deliverable open again: Book",
        "Deliverable removed: Book",
        "The space goes on",
        "Space archived",
        "Space reopened",
        "Bob Test left the space",
        "Bob Test joined the space",
    ]
    french = words(space, "fr")
    assert french[1] == "Rôle terminé pour Alice Test : rédaction" or french[1].startswith(
        "Rôle terminé pour Alice Test : "
    )
    assert french[6] == (
        "Réglages modifiés : mandat en français : Mandat Qualité → Neuf; adhésion : sur demande → librement"
    )


def test_a_change_of_who_may_see_is_told_as_it_was_chosen(space, leads, as_user):
    facts = {name: getattr(space, name) for name in ("name_fr", "name_en", "mandate_fr", "mandate_en")}
    for visibility, joining_way in (("listed", "request"), ("hidden", "invitation")):
        settings = {**facts, "visibility": visibility, "joining": joining_way}
        as_user(leads[0]).post("/en/spaces/quality/desk/settings/", settings)
    assert words(space) == [
        "Settings changed: visibility: open → listed",
        "Settings changed: visibility: listed → hidden; joining: on request → by invitation",
    ]
    assert words(space, "fr")[1] == (
        "Réglages modifiés : visibilité : répertorié → masqué; adhésion : sur demande → sur invitation"
    )


def test_a_day_a_long_text_and_topics_are_told_in_short(space, leads, as_user):
    topic, client = factories.topic(), as_user(leads[0])
    facts = {"name_fr": "Qualité", "name_en": "Quality", "mandate_fr": "Mandat Qualité", "mandate_en": "Word " * 30,
             "visibility": "open", "joining": "request"}  # fmt: skip
    day = {"mandate_ends_on": today() + timedelta(days=9), "topics": [topic.pk]}
    for settings in ({**facts, **day}, {**facts, "topics": []}):
        client.post("/en/spaces/quality/desk/settings/", settings)
    with translation.override("en"):
        last = logbook.in_words("last", day["mandate_ends_on"].isoformat()).replace("\u00a0", " ")
    given, taken = words(space)
    assert "mandate in English: Mandate Quality → Word Word Word" in given
    assert "Word…; " in given
    assert given.endswith(f"end of the mandate: nothing → {last}; topics: nothing → Callback")
    assert taken == f"Settings changed: end of the mandate: {last} → nothing; topics: Callback → nothing"


def test_what_was_kept_of_settings_before_the_change_itself_is_still_read(space, leads):
    logbook.write(space, "settings", by=leads[0], fields=["name_fr", "is_open"])
    assert words(space) == ["Settings changed: name in French, open to all members"]


def test_who_is_removed_is_said_to_be_no_longer_a_member(space, leads, alice):
    memberships.end(user=alice, space=space, role=Role.MEMBER, by=leads[0])
    assert words(space) == ["Alice Test is no longer a member of the space"]
    assert words(space, "fr") == ["Alice Test ne fait plus partie de l’espace"]


def test_what_changes_nothing_leaves_no_trace(space, leads, alice, as_user):
    client, desk = as_user(leads[0]), "/en/spaces/quality/desk/"
    first = {"role": "lead", "starts_on": today()}
    client.post(f"{desk}members/{leads[1].pk}/", first)
    client.post(f"{desk}members/{leads[1].pk}/end/", {"role": "lead"})  # refused: he is one of two
    client.post(f"{desk}members/{alice.pk}/end/", {"role": "editor"})  # she is not
    client.post(f"{desk}invite/", {"addresses": "alice@example.org"})
    facts = {name: getattr(space, name) for name in ("name_fr", "name_en", "mandate_fr", "mandate_en", "joining")}
    client.post(f"{desk}settings/", {**facts, "visibility": "open"})
    client.post(f"{desk}settings/", {**facts, "name_fr": ""})
    client.post(LIFE, {"name_fr": ""})
    lifecycle.reopen(space=space, by=leads[0])
    memberships.grant(user=alice, space=space, role=Role.EDITOR)  # a load of data is nobody's act
    assert kept(space) == []


def test_what_support_does_by_its_duty_alone_is_done_for_the_co_chairs(space, leads, alice, support, chantal, as_user):
    CommunityRole.objects.create(user=chantal, duty="federal_chair")
    root = User.objects.create_superuser("root@example.org", "password")
    for user in (support, chantal, root, leads[0]):
        as_user(user).post(f"{LIFE}goes-on/")
    assert [mark for _action, _who, mark in kept(space)] == [True, False, False, False]
    memberships.grant(user=support, space=space, role=Role.LEAD)
    as_user(support).post(f"{LIFE}goes-on/")
    assert kept(space)[-1] == ("goes_on", "Sue Test", False)
    both = User.objects.get(pk=support.pk)
    CommunityRole.objects.create(user=both, duty="administrator")
    other = factories.space("other", fr="Autre", en="Other")
    assert not access.acts_for_chairs(both, other)


def test_support_that_takes_the_lead_does_it_for_the_co_chairs(space, support, as_user):
    memberships.grant(user=support, space=space)
    as_user(support).post(f"/en/spaces/quality/desk/members/{support.pk}/", {"role": "lead", "starts_on": today()})
    assert access.leads(User.objects.get(pk=support.pk), space)
    assert kept(space) == [("grant", "Sue Test", True)]


def test_the_life_of_a_space_is_in_its_log_to_the_end(support, leads):
    facts = {"name_fr": "Rappel", "name_en": "Callback", "mandate_fr": "A", "mandate_en": "B"}
    space = spaces.create(by=support, facts=facts, leads=leads)
    lifecycle.remove(space=space, by=support)
    lifecycle.restore(space=space, by=support)
    assert kept(space) == [("create", "Sue Test", True), ("remove", "Sue Test", True), ("restore", "Sue Test", True)]
    assert words(space)[0] == "Space created, led by Ann Test, Ben Test"
    assert words(space, "fr") == ["Espace créé; responsables : Ann Test, Ben Test", "Espace retiré", "Espace rétabli"]


def test_the_desk_shows_who_did_what_and_for_whom_in_both_languages(space, leads, support, as_user):
    lifecycle.go_on(space=space, by=support)
    gone = factories.person("Gone")
    logbook.write(space, "end", by=gone, name="<b>Zed</b>", role="lead")
    gone.delete()
    logbook.write(space, "warn")
    html = as_user(leads[0]).get(LIFE).content.decode()
    assert html.count("for the co-chairs") == 1
    assert 'The space goes on</span> <span class="chip info">for the co-chairs</span>' in html
    for said in ("Sue Test", "an account closed since", "&lt;b&gt;Zed&lt;/b&gt;: lead"):
        assert said in html, said
    french = as_user(leads[0]).get("/fr/espaces/quality/bureau/vie/").content.decode()
    own = BeautifulSoup(french, "html.parser").find(string=re.compile("Le site a")).find_next(class_="meta").get_text()
    assert re.match(r"(Lun|Mar|Mer|Jeu|Ven|Sam|Dim|Le )", own), "the site is named once, and the day has its capital"
    for said in ("L’espace poursuit ses activités", "pour la coprésidence", "un compte fermé depuis lors"):
        assert said in french, said


def test_the_log_of_another_space_is_not_shown(space, leads, as_user):
    other = factories.space("other", fr="Autre", en="Other", leads=leads)
    lifecycle.go_on(space=other, by=leads[0])
    assert "The space goes on" not in as_user(leads[0]).get(LIFE).content.decode()


def test_the_admin_tells_it_in_the_history_of_the_space(space, leads, as_user):
    root = User.objects.create_superuser("root@example.org", "password", language="en")
    memberships.grant(user=leads[1], space=space, role=Role.EDITOR, by=leads[0], ends_on=today() + timedelta(days=3))
    html = as_user(root).get(reverse("wagtailsnippets_spaces_space:history", args=[space.pk])).content.decode()
    assert "Role given to Ben Test: editor, from" in html
    assert "%(name)s" not in html


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_page_asks_as_much_for_fifty_acts_and_deliverables_as_for_one(
    count, space, leads, as_user, django_assert_num_queries
):
    for number in range(count):
        Deliverable.objects.create(space=space, name_fr=f"Livrable {number}", name_en=f"Paper {number}")
        logbook.write(space, "goes_on", by=factories.person(f"P{number}"))
        JoinRequest.objects.create(user=User.objects.get(first_name=f"P{number}"), space=space)
    many.meetings(space, 2 * count)
    client = as_user(leads[0])
    sheet = "/en/spaces/quality/desk/handover/"
    client.get("/en/quality/")  # what a process reads once
    for address, queries in ((LIFE, 9), (sheet, 12)):
        for _ in range(2):
            client.get(address)
        with django_assert_num_queries(queries):
            html = client.get(address).content.decode()
        assert ("Paper 0" in html, f"Paper {count - 1}" in html) == (True, True)
    assert ModelLogEntry.objects.count() == count
    assert len(client.get(sheet).context["meetings"]) == count
    page = client.get(LIFE).content.decode()
    assert page.count("The space goes on") == min(count, 20)
    if count == 50:
        assert client.get(f"{LIFE}?page=3").content.decode().count("The space goes on") == 10


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_lists_of_removed_spaces_and_of_people_ask_as_much_for_fifty(
    count, support, as_user, django_assert_num_queries
):
    for number in range(count):
        factories.person(f"P{number}")
        lifecycle.remove(
            space=spaces.Space.objects.create(code=f"s{number}", name_fr=f"S{number}", name_en=f"S{number}"), by=support
        )
    client = as_user(support)
    for address, queries in (("/en/spaces/removed/", 5), ("/en/spaces/new/", 5)):
        for _ in range(2):
            client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
