"""Addresses pasted by a lead, and the account an invited stranger opens."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail, signing
from django.urls import reverse
from django.utils import translation

from cms.models import User
from spaces import access
from spaces.models import Invitation, JoinRequest, Jurisdiction, State, today
from spaces.services import joining, letters, logbook, memberships
from tests import factories
from tests.once import begin_with, copy_of
from tests.spaces.team import closed_once

ACCOUNT = {
    "first_name": "Nora", "last_name": "Tremblay", "language": "fr", "time_zone": "America/Halifax", "jurisdiction": "qc",
    "level": "manager", "password": "un-mot-de-passe-long",
}  # fmt: skip


@pytest.fixture
def ann(leads):
    return leads[0]


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "closed", languages=None)


made = closed_once("invitation")
closed = copy_of("closed")


def paste(client, text):
    return client.post("/en/spaces/closed/desk/invite/", {"addresses": text})


def test_a_paste_is_reported_line_by_line(closed, ann, bob, alice, as_user, posted):
    factories.person("Gone", is_active=False)
    memberships.grant(user=alice, space=closed)
    text = """bob@example.org
        Alice Test <ALICE@example.org>; stranger@example.org, not an address
        STRANGER@example.org
        gone@example.org

        <>"""
    with posted():
        response = paste(as_user(ann), text)
    assert [tuple(map(str, row)) for row in response.context["report"].rows] == [
        ("bob@example.org", "added", "Now a member."),
        ("Alice Test <ALICE@example.org>", "known", "Already a member."),
        ("stranger@example.org", "invited", "No account yet: an invitation is on its way."),
        ("not an address", "wrong", "This is not an email address."),
        ("STRANGER@example.org", "known", "This address is in the list twice."),
        ("gone@example.org", "wrong", "This account is closed."),
        ("<>", "wrong", "This is not an email address."),
    ]
    page = response.content.decode()
    assert "What became of the 7 items you pasted" in page
    form = page[page.index("<textarea") : page.index("</textarea>")]
    assert "not an address" in form  # what is wrong stays to be put right
    assert "bob@example.org" not in form
    assert sorted(message.to[0] for message in mail.outbox) == ["bob@example.org", "stranger@example.org"]
    assert User.objects.filter(email__iexact="stranger@example.org").count() == 0


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "bob@example.org", "Ce qu’il est advenu de l’élément collé"),
        ("fr", "bob@example.org; rien", "Ce qu’il est advenu des 2 éléments collés"),
        ("en", "bob@example.org", "What became of the item you pasted"),
    ],
)
def test_the_report_counts_what_was_pasted(language, text, said, closed, ann, as_user):
    with translation.override(language):
        address = reverse("desk_invite", args=["closed"])
    page = as_user(ann).post(address, {"addresses": text}).content.decode()
    assert f'<h2 id="rep">{said}</h2>' in page


def test_pasting_again_invites_nobody_twice(closed, ann, as_user, posted):
    for _ in range(2):
        with posted():
            response = paste(as_user(ann), "stranger@example.org")
    assert response.context["report"].rows[0][1] == "known"
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 1)
    Invitation.objects.update(ends_on=today() - timedelta(days=1))
    with posted():
        paste(as_user(ann), "stranger@example.org")
    assert [row.state for row in Invitation.objects.order_by("pk")] == [State.WITHDRAWN, State.WAITING]


def test_an_invitation_sent_too_soon_is_taken_back_once(closed, ann, alice, as_user, client):
    joining.invite(space=closed, by=ann, text="stranger@example.org")
    invited, lead = Invitation.objects.get(), as_user(ann)
    address = f"/en/spaces/closed/desk/invitations/{invited.pk}/take-back/"
    assert address in lead.get("/en/spaces/closed/desk/").content.decode()
    elsewhere = factories.space("elsewhere", leads=[ann, alice])
    assert lead.post(address.replace("closed", elsewhere.code)).status_code == 404
    assert (as_user(alice).post(address).status_code, lead.get(address).status_code) == (404, 405)
    said = [str(message) for _ in range(2) for message in get_messages(lead.post(address).wsgi_request)]
    assert said[0] == "The invitation to stranger@example.org is taken back."
    assert said[-1] == "This invitation was already taken up or taken back."
    assert address not in lead.get("/en/spaces/closed/desk/").content.decode()
    assert client.get(f"/en/invitations/{signing.dumps(invited.pk, salt=letters.INVITATION)}/").status_code == 410
    assert logbook.told(logbook.entries(closed).first()) == "Invitation taken back: stranger@example.org"


def test_the_day_of_an_earlier_invitation_is_said_in_words(closed, ann, as_user):
    joining.invite(space=closed, by=ann, text="stranger@example.org")
    Invitation.objects.update(created_at=datetime(2026, 11, 21, 4, tzinfo=UTC))  # the evening before in Toronto
    row = paste(as_user(ann), "stranger@example.org").context["report"].rows[0]
    assert row[2] == "Already invited on November\u00a020, 2026."


def test_too_many_addresses_are_refused_and_stay_in_the_form(closed, ann, as_user):
    text = "\n".join(f"p{number}@example.org" for number in range(201))
    response = paste(as_user(ann), text)
    assert "Paste 200 addresses at most at a time." in response.content.decode()
    assert "p200@example.org" in response.content.decode()
    assert not Invitation.objects.exists()


def test_who_has_asked_and_is_then_invited_no_longer_waits(closed, ann, bob):
    JoinRequest.objects.create(user=bob, space=closed)
    joining.invite(space=closed, by=ann, text="bob@example.org")
    assert JoinRequest.objects.get().state == State.ACCEPTED


def link(message, language):
    return next(word for word in message.body.split() if f"/{language}/invitations/" in word).replace(
        "http://testserver", ""
    )


def test_a_newcomer_hears_what_is_said_to_the_whole_community(closed, ann, client, posted):
    community = factories.space("community", fr="Toute la communauté", en="Whole community", kind="community")
    joining.invite(space=closed, by=ann, text="stranger@example.org")
    facts = ({"first_name": "New", "last_name": "Comer", "language": "en", "time_zone": "America/Toronto"},
             {"jurisdiction": ann.profile.jurisdiction})  # fmt: skip
    user = joining.take_up(invitation=Invitation.objects.get(), facts=facts, password="a long password")
    assert {closed.pk, community.pk} <= access.standing(user).keys()


@pytest.mark.parametrize(
    ("typed", "province", "codes"),
    [("Gander", "nl", {"gander"}), ("  HALIFAX ", "ns", {"halifax"}), ("Halifax", "on", {"halifax-2"})],
)
def test_whoever_comes_from_a_municipality_that_is_not_listed_names_it(
    closed, ann, client, posted, typed, province, codes
):
    with posted():
        joining.invite(space=closed, by=ann, text="nora@example.org")
    address = link(mail.outbox[0], "fr")
    wrong = client.post(address, {**ACCOUNT, "jurisdiction": "toronto", "municipality": typed}).content.decode()
    assert "Choisissez la province ou le territoire" in wrong
    assert not User.objects.filter(email="nora@example.org").exists()
    before = Jurisdiction.objects.count()
    client.post(address, {**ACCOUNT, "jurisdiction": province, "municipality": typed, "password": "123"})
    assert Jurisdiction.objects.count() == before
    client.post(address, {**ACCOUNT, "jurisdiction": province, "municipality": typed})
    place = User.objects.get(email="nora@example.org").profile.jurisdiction
    assert ({place.code}, place.order, place.within.code) == (codes, "municipal", province)


def test_a_stranger_opens_an_account_and_is_in_every_space_that_invited_them(closed, ann, client, posted):
    other = factories.space("other", is_open=False, joining="invitation", leads=[ann, factories.person("Eve")])
    with posted():
        joining.invite(space=closed, by=ann, text="Nora@Example.org")
        joining.invite(space=other, by=ann, text="nora@example.org")
    message = mail.outbox[0]
    assert ("Fermé" in message.body, "Closed" in message.body) == (True, True)  # their language is not known
    address = link(message, "fr")
    page = client.get(address).content.decode()
    assert "nora@example.org" in page
    wrong = client.post(address, {**ACCOUNT, "password": "123"}).content.decode()
    assert "Tremblay" in wrong
    landed = client.post(address, ACCOUNT)
    assert landed["Location"] == "/fr/"
    nora = User.objects.get(email="nora@example.org")
    assert access.standing(nora) == {closed.pk: {"member"}, other.pk: {"member"}}
    assert client.get("/fr/").status_code == 200
    client.logout()
    assert client.get(address).status_code == 410
    assert client.post(address, ACCOUNT).status_code == 410
    assert User.objects.filter(email__iexact="nora@example.org").count() == 1


@pytest.mark.parametrize("spoil", ["late", "taken back", "forged"])
def test_a_link_that_no_longer_holds_says_so_and_names_nothing(closed, ann, client, posted, spoil):
    with posted():
        joining.invite(space=closed, by=ann, text="nora@example.org")
    address = link(mail.outbox[0], "en")
    if spoil == "late":
        Invitation.objects.update(ends_on=today() - timedelta(days=1))
    elif spoil == "taken back":
        Invitation.objects.update(state=State.WITHDRAWN)
    else:
        address = address[:-3] + "x" + address[-2:]
    response = client.get(address)
    assert response.status_code == 410
    assert "Closed" not in response.content.decode()
    assert "nora" not in response.content.decode()


def test_somebody_signed_in_is_not_told_to_sign_in_for_an_invitation_that_is_over(bob, as_user, client):
    address = "/en/invitations/nothing/"
    visitor, member = client.get(address), as_user(bob).get(address)
    assert (visitor.status_code, member.status_code) == (410, 410)
    signs_in = ['href="/en/accounts/login/"' in page.content.decode() for page in (visitor, member)]
    assert signs_in == [True, False]
    assert 'href="/en/">Go to the home page' in member.content.decode()


def test_a_field_that_is_wrong_in_two_ways_is_one_line_above_the_form(closed, ann, as_user, client, posted):
    with posted():
        paste(as_user(ann), "nora@example.org")
    page = client.post(link(mail.outbox[0], "en"), {**ACCOUNT, "password": "password"}).content.decode()
    above = page[page.index('<div class="errors"') : page.index("</div>", page.index('<div class="errors"'))]
    assert ("One thing needs your attention" in above, above.count("<li>")) == (True, 1)


def test_an_invitation_that_ran_out_before_the_mail_goes_sends_none(closed, ann):
    joining.invite(space=closed, by=ann, text="nora@example.org")
    Invitation.objects.update(state=State.WITHDRAWN)
    assert letters.write("invitation", [Invitation.objects.get().pk]) == 0


def test_an_invitation_opened_in_anothers_session_says_whose_it_is(closed, ann, bob, as_user, client):
    joining.invite(space=closed, by=ann, text="nora@example.org")
    address = f"/en/invitations/{signing.dumps(Invitation.objects.get().pk, salt=letters.INVITATION)}/"
    session = as_user(bob)
    page = session.get(address).content.decode()
    for said in ("signed in as Bob Test, bob@example.org", "for nora@example.org", 'action="/en/accounts/logout/"'):
        assert said in page
    assert 'name="password"' not in page
    session.post(address, ACCOUNT)
    assert (User.objects.filter(email="nora@example.org").exists(), access.standing(bob)) == (False, {})
    signed_out = session.post("/en/accounts/logout/", {"next": address})
    assert signed_out["Location"] == address
    assert 'name="password"' in session.get(address).content.decode()
    french = as_user(bob).get(address.replace("/en/", "/fr/")).content.decode()
    assert "Vous avez ouvert une session avec ce compte\u00a0: Bob Test, bob@example.org." in french


def test_ones_own_invitation_is_taken_up_signed_in(closed, ann, as_user, posted):
    other = factories.space("other", is_open=False, joining="invitation", leads=[ann, factories.person("Eve")])
    for space in (closed, other):
        joining.invite(space=space, by=ann, text="nora@example.org")
    nora = factories.person("Nora")  # opened meanwhile by another door
    address = f"/en/invitations/{signing.dumps(Invitation.objects.first().pk, salt=letters.INVITATION)}/"
    session = as_user(nora)
    page = session.get(address).content.decode()
    assert ("Join the space" in page, "Sign out first" in page, 'name="password"' in page) == (True, False, False)
    with posted():
        response = session.post(address)
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        f"You are a member of the space “{Invitation.objects.first().space.name}”."
    ]
    assert access.standing(User.objects.get(pk=nora.pk)) == {closed.pk: {"member"}, other.pk: {"member"}}
    assert sorted(message.to[0] for message in mail.outbox) == ["nora@example.org"] * 2
    assert {row.state for row in Invitation.objects.all()} == {State.ACCEPTED}
    assert session.get(address).status_code == 410
