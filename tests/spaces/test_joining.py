"""The ways into a space: freely, on request, by invitation; and out of it."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail

from cms.models import User
from spaces import access
from spaces.models import JoinRequest, Role, Space, State
from spaces.services import joining, letters, memberships
from spaces.services.memberships import Refused
from tests import factories
from tests.once import begin_with, copy_of, made_once
from tests.spaces.team import closed_once

made_leads, leads = made_once("leads", lambda: [factories.person("Ann"), factories.person("Benoit", language="fr")])


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "closed", languages=None)


made = closed_once("request")
closed = copy_of("closed")


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_one_joins_an_open_space_at_once(quality, bob, as_user):
    client = as_user(bob)
    assert "Join the space" in client.get("/en/quality/").content.decode()
    assert said(client.post("/en/spaces/quality/join/")) == ["You are a member of the space “Quality”."]
    assert access.standing(User.objects.get(pk=bob.pk)) == {quality.pk: {"member"}}
    assert client.get("/en/spaces/quality/join/").status_code == 302


def test_a_closed_space_shows_its_name_mandate_leads_and_the_way_in(closed, bob, as_user):
    factories.article(closed, fr="Rappel interne", en="Internal callback")
    for language, way in (("fr", "Demander à devenir membre"), ("en", "Ask to join")):
        name = {"fr": "Fermé", "en": "Closed"}[language]
        page = as_user(bob).get(f"/{language}/{'ferme' if language == 'fr' else 'closed'}/").content.decode()
        for words in (name, "Mandat", "ann@example.org", "Benoit Test", way):
            assert words in page
        assert "Rappel interne" not in page
        assert "Internal callback" not in page


def test_leads_get_a_mail_each_in_their_language_and_answer_from_its_link(closed, bob, as_user, leads, posted):
    with posted():
        as_user(bob).post("/en/spaces/closed/join/", {"message": "I run the Halifax line."})
    asked = JoinRequest.objects.get()
    by_address = {message.to[0]: message for message in mail.outbox}
    assert set(by_address) == {"ann@example.org", "benoit@example.org"}
    english, french = by_address["ann@example.org"], by_address["benoit@example.org"]
    assert "I run the Halifax line." in english.body
    assert f"/en/spaces/closed/desk/requests/{asked.pk}/" in english.body
    assert f"/fr/espaces/closed/bureau/demandes/{asked.pk}/" in french.body
    client = as_user(leads[1])
    address = f"/fr/espaces/closed/bureau/demandes/{asked.pk}/"
    assert "I run the Halifax line." in client.get(address).content.decode()
    mail.outbox.clear()
    with posted():
        client.post(address, {"answer": "accept"})
    assert access.can_enter(User.objects.get(pk=bob.pk), closed)
    assert [(message.to, "Closed" in message.subject) for message in mail.outbox] == [(["bob@example.org"], True)]


def test_whoever_is_signed_out_answers_after_signing_in(closed, bob, client, leads):
    asked = joining.ask(user=bob, space=closed)
    address = f"/en/spaces/closed/desk/requests/{asked.pk}/"
    gate = client.get(address)
    assert gate.status_code == 302
    assert address in gate["Location"].replace("%2F", "/")
    landed = client.post(gate["Location"], {"login": "ann@example.org", "password": "password"})
    assert landed["Location"].endswith(address)


def test_a_refusal_is_told_in_words_and_gives_nothing(closed, bob, leads, posted):
    asked = joining.ask(user=bob, space=closed)
    with posted():
        joining.answer(request=asked, by=leads[0], accept=False)
    assert [message.to for message in mail.outbox] == [["bob@example.org"]]
    assert not access.can_enter(User.objects.get(pk=bob.pk), closed)
    assert joining.way_in(bob, closed) == "request"  # one may ask again


def test_two_leads_who_answer_the_same_request_are_told_who_was_first(closed, bob, leads):
    asked = joining.ask(user=bob, space=closed)
    copy = JoinRequest.objects.get(pk=asked.pk)
    joining.answer(request=asked, by=leads[0], accept=True)
    with pytest.raises(Refused, match="Ann Test has already accepted this request"):
        joining.answer(request=copy, by=leads[1], accept=True)
    joining.answer(request=copy, by=leads[0], accept=True)  # the same button twice
    assert closed.memberships.filter(user=bob).count() == 1


def test_asking_twice_is_asking_once_and_may_be_taken_back(closed, bob, as_user):
    client = as_user(bob)
    answers = [said(client.post("/en/spaces/closed/join/"))[-1] for _ in range(2)]
    assert answers == [
        "Your request is with the leads: their answer will come by mail.",
        "Your request is with the leads: their answer will come by mail.",
    ]
    assert JoinRequest.objects.count() == 1
    page = client.get("/en/closed/").content.decode()
    assert "Your request waits for the answer of those who lead it: Ann Test and Benoit Test." in page
    assert "ask to join" not in page.lower()
    client.post("/en/spaces/closed/withdraw/")
    assert JoinRequest.objects.get().state == State.WITHDRAWN
    assert joining.way_in(bob, closed) == "request"


def test_a_request_withdrawn_before_the_mail_goes_sends_none(closed, bob):
    asked = joining.ask(user=bob, space=closed)
    joining.withdraw(user=bob, space=closed)
    assert letters.write("join_request", [asked.pk]) == 0
    assert mail.outbox == []


@pytest.mark.parametrize("path", ["join", "withdraw", "leave", "desk", "desk/invite", "desk/requests", "desk/settings"])
def test_a_hidden_space_answers_as_one_that_does_not_exist(leads, bob, as_user, path):
    factories.space("hidden", is_open=False, is_listed=False, joining="invitation", leads=leads)
    client = as_user(bob)
    for method in (client.get, client.post):
        answers = [method(f"/en/spaces/{code}/{path}/") for code in ("hidden", "nothing")]
        assert {answer.status_code for answer in answers} <= {404, 405}
        assert len({answer.status_code for answer in answers}) == 1


@pytest.mark.parametrize(
    ("language", "address", "words", "chip"),
    [
        (
            "en",
            "/en/hidden/",
            "only its members, the co-chairs, their support and the administrators know of it",
            "Hidden",
        ),
        (
            "fr",
            "/fr/cache/",
            "seuls ses membres, la coprésidence, son soutien et l’administration du site en connaissent l’existence",
            "Masqué",
        ),
    ],
)
def test_who_looks_after_a_hidden_space_reads_that_it_is(language, address, words, chip, leads, nadia, as_user):
    factories.space(
        "hidden", fr="Caché", en="Hidden", is_open=False, is_listed=False, joining="invitation", leads=leads
    )
    page = as_user(nadia).get(address).content.decode()
    assert words in page
    assert ("open to all" in page, "l’ensemble des membres" in page) == (False, False)
    spaces = as_user(nadia).get({"en": "/en/spaces/", "fr": "/fr/espaces/"}[language]).content.decode()
    for html in (page, spaces):
        assert html.count(f'<span class="chip violet">{chip}</span>') == 1


@pytest.mark.parametrize("way", ["request", "invitation"])
def test_a_space_that_nobody_leads_says_whom_to_write_to(way, bob, as_user):
    factories.space("orphan", fr="Sans personne", en="Orphan", is_open=False, joining=way)
    page = as_user(bob).get("/en/orphan/").content.decode()
    assert "Nobody leads it today: to take part, write to the co-chairs’ support." in page
    assert "mailto:soutien@example.org" in page
    assert ": ." not in page


def test_a_space_by_invitation_takes_no_request(bob, as_user, leads):
    space = factories.space("invited", is_open=False, joining="invitation", leads=leads)
    response = as_user(bob).post("/en/spaces/invited/join/")
    assert said(response) == ["Nobody can ask to join this space."]
    assert not JoinRequest.objects.exists()
    assert "joined by invitation" in as_user(bob).get("/en/spaces/invited/join/").content.decode()
    with pytest.raises(Refused):
        joining.join(user=bob, space=space)


def test_whoever_leaves_a_hidden_space_is_led_to_where_they_still_are(closed, bob, as_user):
    Space.objects.filter(pk=closed.pk).update(is_listed=False, joining="invitation")
    memberships.grant(user=bob, space=closed)
    answer = as_user(bob).post("/en/spaces/closed/leave/", follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/en/spaces/")
    assert "You have left the space" in answer.content.decode()


def test_a_member_leaves_and_a_last_lead_is_asked_for_a_successor(closed, bob, leads, as_user):
    memberships.grant(user=bob, space=closed)
    client = as_user(bob)
    assert "closed to you" in client.get("/en/spaces/closed/leave/").content.decode()
    assert said(client.post("/en/spaces/closed/leave/")) == ["You have left the space “Closed”."]
    assert client.get("/en/spaces/closed/members/").status_code == 404
    ann = as_user(leads[0])
    page = ann.get("/en/spaces/closed/leave/").content.decode()
    assert "name a successor first, then come back here" in page  # asked before, and refused all the same
    assert 'href="/en/spaces/closed/desk/"' in page
    assert '<form class="card' not in page
    response = ann.post("/en/spaces/closed/leave/")
    assert "name a successor first" in said(response)[0]
    assert Role.LEAD in access.standing(User.objects.get(pk=leads[0].pk))[closed.pk]
    memberships.grant(user=bob, space=closed, role=Role.LEAD)
    assert '<form class="card' in ann.get("/en/spaces/closed/leave/").content.decode()
    assert said(ann.post("/en/spaces/closed/leave/")) == ["You have left the space “Closed”."]
