"""A space is archived to be read and reopened; its deliverables and its hand-over sheet are kept at its desk."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.utils import timezone

from spaces import access
from spaces.models import CommunityRole, Deliverable, Invitation, JoinRequest, Role, Space, today
from spaces.services import joining, letters, lifecycle, memberships
from spaces.services.memberships import Refused
from tests import factories

DESK = "/en/spaces/quality/desk/"
LIFE = f"{DESK}life/"
BANNER = "it can still be read, and nothing new is added to it."


@pytest.fixture
def space(leads, alice):
    return factories.space(leads=leads, members=[alice])


@pytest.fixture
def archived(space, leads):
    lifecycle.archive(space=space, by=leads[0])
    Space.objects.filter(pk=space.pk).update(archived_at=timezone.make_aware(timezone.datetime(2026, 3, 1, 12)))
    space.refresh_from_db()
    return space


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_lead_archives_from_the_desk_and_takes_the_space_up_again(space, leads, as_user):
    client = as_user(leads[0])
    assert said(client.post(f"{LIFE}archive/"))[0].startswith("The space is archived")
    first = Space.objects.get(pk=space.pk).archived_at
    assert first is not None
    client.post(f"{LIFE}archive/")
    assert Space.objects.get(pk=space.pk).archived_at == first
    page = client.get(LIFE).content.decode()
    assert (BANNER in page, "Reopen the space" in page, "Archive the space" in page) == (True, True, False)
    last = today() + timedelta(days=90)
    assert said(client.post(f"{LIFE}reopen/", {"mandate_ends_on": last}))[-1] == "The space is open again."
    assert Space.objects.filter(archived_at=None, mandate_ends_on=last).get().pk == space.pk


def test_a_mandate_that_ran_out_does_not_end_again_on_the_day_it_did(archived, leads, as_user):
    Space.objects.filter(pk=archived.pk).update(mandate_ends_on=today() - timedelta(days=3), prompted_on=today())
    kept = {"mandate_ends_on": today().isoformat()}
    page = as_user(leads[0]).post(f"{LIFE}reopen/", kept).content.decode()
    assert ("in the future" in page, f'value="{kept["mandate_ends_on"]}"' in page) == (True, True)
    assert Space.objects.get(pk=archived.pk).archived_at
    as_user(leads[0]).post(f"{LIFE}reopen/", {"mandate_ends_on": ""})
    assert Space.objects.filter(archived_at=None, mandate_ends_on=None, prompted_on=None).get().pk == archived.pk


def test_every_page_of_an_archived_space_reads_under_a_dated_banner_in_both_languages(archived, alice, as_user):
    pages = {"en": ["/en/spaces/quality/practices/"], "fr": ["/fr/espaces/quality/membres/"]}
    made = [factories.article(archived, fr="Rappel", en="Callback"), factories.meeting(archived),
            factories.announcement(archived)]  # fmt: skip
    for found in [*(fact.made for fact in made), factories.parents(archived)]:
        for language, page in found.items():
            pages[language].append(page.url)
    client = as_user(alice)
    words = {"en": "Archived on <time datetime=\"2026-03-01\">March\u00a01, 2026</time>: it can still be read",
             "fr": "Archivé le <time datetime=\"2026-03-01\">1<sup>er</sup>\u00a0mars 2026</time>\u00a0: on peut encore le lire"}  # fmt: skip
    for language, addresses in pages.items():
        for address in addresses:
            response = client.get(address)
            assert (response.status_code, words[language] in response.content.decode()) == (200, True), address
    lifecycle.reopen(space=archived, by=archived.memberships.filter(role="lead")[0].user)
    for language, addresses in pages.items():
        assert [words[language] in client.get(address).content.decode() for address in addresses] == [False] * 5


def test_an_archived_space_promises_nothing_more(archived, alice, bob, as_user):
    reader, words = as_user(alice), {}
    for tab in ("/en/quality/", *(f"/en/spaces/quality/{tab}/" for tab in ("practices", "meetings", "announcements"))):
        words[tab] = reader.get(tab).content.decode()
    assert re.findall("will appear here|is planned yet|yet</h2>", "".join(words.values())) == []
    assert "<h2>No meeting</h2>" in words["/en/spaces/quality/meetings/"]
    lifecycle.reopen(space=archived, by=archived.memberships.filter(role="lead")[0].user)
    for tab in words:
        assert re.search("will appear here|is planned yet", reader.get(tab).content.decode())


def test_a_closed_space_that_is_archived_asks_nobody_to_write(archived, bob, as_user):
    Space.objects.filter(pk=archived.pk).update(is_open=False)
    page = as_user(bob).get("/en/quality/").content.decode()
    assert [words in page for words in (BANNER, "To take part", "mailto:ann@example.org")] == [True, False, False]


def test_the_desk_of_an_archived_space_offers_nothing_it_refuses(archived, leads, as_user):
    client = as_user(leads[0])
    paper = factories.document(row=archived)
    page = {name: client.get(f"{DESK}{name}").content.decode() for name in
            ("documents/", f"documents/{paper.pk}/", "settings/", "deliveries/")}  # fmt: skip
    assert "Add a document" not in page["documents/"]
    invite = client.get(f"{DESK}invite/")
    assert (invite.status_code, invite["Location"]) == (302, DESK), "there is nothing to say on that page"
    edit = page[f"documents/{paper.pk}/"]
    assert ("keeps its documents" in edit, "Save" in edit, "Remove the document" in edit) == (True, False, False)
    assert "Move to the community library" in edit
    assert "reopen it to change them" in page["settings/"]
    main = BeautifulSoup(page["settings/"], "html.parser").select("main :is(input, select, textarea)")
    assert [box["name"] for box in main if box.get("type") != "hidden" and not box.has_attr("disabled")] == []
    assert ("Before posting" in page["deliveries/"], "appear here" in page["deliveries/"]) == (False, False)


def test_the_list_of_spaces_marks_the_archived_one(archived, bob, as_user):
    factories.space("other", en="Other", fr="Autre")
    assert as_user(bob).get("/en/spaces/").content.decode().count(">Archived</span>") == 1


def test_nobody_enters_an_archived_space(archived, leads, bob, as_user, posted, mailoutbox):
    client = as_user(bob)
    assert "Join the space" not in client.get("/en/quality/").content.decode()
    assert said(client.post("/en/spaces/quality/join/")) == ["This space is archived: nobody joins it any more."]
    with pytest.raises(Refused, match="archived"):
        joining.join(user=bob, space=archived)
    with pytest.raises(Refused, match="archived"):
        joining.ask(user=bob, space=archived)
    with posted(), pytest.raises(Refused, match="archived"):
        joining.invite(space=archived, by=leads[0], text="bob@example.org, new@example.org")
    assert not Invitation.objects.exists()
    assert not archived.memberships.filter(user=bob).exists()
    assert mailoutbox == []


def test_an_invitation_sent_before_the_archive_opens_nothing(space, leads, client, posted):
    with posted():
        joining.invite(space=space, by=leads[0], text="new@example.org")
    token = letters.signing.dumps(Invitation.objects.get().pk, salt=letters.INVITATION)
    assert client.get(f"/en/invitations/{token}/").status_code == 200
    lifecycle.archive(space=space, by=leads[0])
    assert client.get(f"/en/invitations/{token}/").status_code == 410


def test_the_desk_of_an_archived_space_changes_nothing(space, leads, alice, bob, as_user):
    asked = JoinRequest.objects.create(user=bob, space=space)
    paper = Deliverable.objects.create(space=space, name_fr="Guide", name_en="Guide")
    lifecycle.archive(space=space, by=leads[0])
    client = as_user(leads[0])
    facts = {"name_fr": "Neuf", "name_en": "New", "visibility": "open", "joining": "free"}
    posts = {
        f"{DESK}members/{alice.pk}/": {"role": "lead", "starts_on": today()},
        f"{DESK}members/{alice.pk}/end/": {"role": "member"},
        f"{DESK}invite/": {"addresses": "zoe@example.org"},
        f"{DESK}requests/{asked.pk}/": {"answer": "accept"},
        f"{DESK}settings/": facts,
        LIFE: {"name_fr": "Rapport", "name_en": "Report"},
        f"{LIFE}deliverables/{paper.pk}/": {"do": "hand_in"},
        f"{LIFE}goes-on/": {},
    }
    before = list(space.memberships.values("pk", "ends_on", "role"))
    for address, data in posts.items():
        response = client.post(address, data, follow=True)
        assert response.status_code == 200, address
    assert list(space.memberships.values("pk", "ends_on", "role")) == before
    assert (Space.objects.get(pk=space.pk).name_fr, Invitation.objects.count()) == ("Qualité", 0)
    assert JoinRequest.objects.get().state == "waiting"
    paper.refresh_from_db()
    assert (Deliverable.objects.count(), paper.done_on) == (1, None)
    for address in [DESK, f"{DESK}members/{alice.pk}/", f"{DESK}requests/", f"{DESK}settings/"]:
        page = client.get(address).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert (BANNER in main, 'method="post"' in main and "<button" in main) == (True, False), address


def test_one_may_still_leave_an_archived_space_and_its_leads_too(archived, leads, alice, as_user):
    as_user(alice).post("/en/spaces/quality/leave/")
    as_user(leads[0]).post("/en/spaces/quality/leave/")
    assert set(archived.memberships.current().values_list("user", flat=True)) == {leads[1].pk}


def test_may_contribute_is_asked_of_the_space_and_of_the_person(space, leads, alice, bob):
    hidden = factories.space("hidden", is_open=False, is_listed=False, joining="invitation", leads=leads)
    assert [access.may_contribute(user, space) for user in (alice, bob)] == [True, True]
    assert [access.may_contribute(user, hidden) for user in (leads[0], bob)] == [True, False]
    lifecycle.archive(space=space, by=leads[0])
    assert [access.may_contribute(user, space) for user in (alice, leads[0])] == [False, False]


def test_members_and_strangers_change_nothing_of_a_space_s_life(space, alice, as_user):
    client = as_user(alice)
    paths = ["archive/", "reopen/", "goes-on/", "remove/", "deliverables/1/"]
    assert [client.post(f"{LIFE}{path}").status_code for path in paths] == [404] * 5
    assert [client.get(address).status_code for address in (LIFE, f"{DESK}handover/")] == [404, 404]
    for act in (lifecycle.archive, lifecycle.reopen, lifecycle.go_on, lifecycle.remove, lifecycle.restore):
        with pytest.raises(Refused):
            act(space=space, by=alice)


def test_what_changes_is_posted_and_never_fetched(space, leads, as_user):
    client = as_user(leads[0])
    assert [client.get(f"{LIFE}{path}").status_code for path in ("reopen/", "goes-on/")] == [405] * 2
    assert client.get(f"{LIFE}archive/").status_code == 200, "it asks first"
    assert Space.objects.get(pk=space.pk).archived_at is None


# -- deliverables


def test_a_deliverable_is_added_changed_handed_in_taken_back_and_removed(space, leads, as_user):
    client = as_user(leads[0])
    due = today() + timedelta(days=30)
    client.post(LIFE, {"name_fr": "Guide", "name_en": "Handbook", "due_on": due})
    row = Deliverable.objects.get()
    assert (row.space, row.name_fr, row.due_on, row.done_on) == (space, "Guide", due, None)
    address = f"{LIFE}deliverables/{row.pk}/"
    client.post(address, {"name_fr": "Guide neuf", "name_en": "New handbook", "due_on": ""})
    row.refresh_from_db()
    assert (row.name_en, row.due_on) == ("New handbook", None)
    client.post(address, {"do": "hand_in"})
    row.refresh_from_db()
    assert row.done_on == today()
    assert "handed in on" in client.get(LIFE).content.decode()
    client.post(address, {"do": "take_back"})
    row.refresh_from_db()
    assert row.done_on is None
    assert client.post(address, {"do": "burn"}).status_code == 404
    client.post(address, {"do": "remove"})
    assert not Deliverable.objects.exists()


def test_a_deliverable_without_its_two_names_is_refused_and_what_was_typed_stays(space, leads, as_user):
    response = as_user(leads[0]).post(LIFE, {"name_fr": "Guide", "name_en": "", "due_on": "later"})
    assert set(response.context["form"].errors) == {"name_en", "due_on"}
    assert 'value="Guide"' in response.content.decode()
    assert not Deliverable.objects.exists()


def test_the_deliverable_of_another_space_does_not_exist_at_this_desk(space, leads, as_user):
    other = factories.space("other", fr="Autre", en="Other")
    row = Deliverable.objects.create(space=other, name_fr="Guide", name_en="Guide")
    client = as_user(leads[0])
    assert client.get(f"{LIFE}deliverables/{row.pk}/").status_code == 404
    assert client.post(f"{LIFE}deliverables/{row.pk}/", {"do": "remove"}).status_code == 404
    assert Deliverable.objects.get() == row


# -- settings and hand-over


def test_a_new_end_of_the_mandate_is_in_the_future_and_a_past_one_may_stay(space, leads, as_user):
    facts = {"name_fr": "Qualité", "name_en": "Quality", "visibility": "open", "joining": "free"}
    client, past = as_user(leads[0]), today() - timedelta(days=5)
    page = client.post(f"{DESK}settings/", {**facts, "mandate_ends_on": past}).content.decode()
    assert "The end of the mandate must be in the future" in page
    assert Space.objects.get(pk=space.pk).mandate_ends_on is None
    Space.objects.filter(pk=space.pk).update(mandate_ends_on=past)
    client.post(f"{DESK}settings/", {**facts, "name_en": "Better quality", "mandate_ends_on": past})
    row = Space.objects.get(pk=space.pk)
    assert (row.name_en, row.mandate_ends_on) == ("Better quality", past)


def test_the_hand_over_sheet_is_what_is_on_record(space, leads, bob, as_user):
    other = factories.space("other", fr="Autre", en="Other")
    memberships.grant(user=leads[0], space=space, role=Role.LEAD)
    Deliverable.objects.create(space=space, name_fr="Guide", name_en="Handbook", due_on=today())
    Deliverable.objects.create(space=space, name_fr="Fait", name_en="Done already", done_on=today())
    JoinRequest.objects.create(user=bob, space=space)
    for row, name in ((space, "Here"), (other, "Elsewhere")):
        factories.article(row, en=f"{name} practice")
        factories.meeting(row, en=f"{name} meeting", fr=f"{name} réunion")
    factories.meeting(space, en="Past meeting", fr="Passée", starts=timezone.now() - timedelta(days=3))
    Space.objects.filter(pk=space.pk).update(mandate_ends_on=today() + timedelta(days=60))
    response = as_user(leads[0]).get(f"{DESK}handover/")
    html = response.content.decode()
    for words in ("Ann Test, ann@example.org", "Ben Test", "3 members", "Mandate Quality", "Handbook", "Bob Test",
                  "Here practice", "Here meeting", "The mandate ends on"):  # fmt: skip
        assert words in html, words
    for words in ("Done already", "Elsewhere", "Past meeting"):
        assert words not in html, words
    french = as_user(leads[1]).get("/fr/espaces/quality/bureau/releve/").content.decode()
    assert "Fiche de relève\u00a0: Qualité" in french


def test_support_reads_on_the_sheet_only_what_it_may_read(leads, as_user):
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False, leads=leads)
    factories.article(closed, en="Secret practice")
    factories.meeting(closed, en="Secret meeting", fr="Secrète")
    support = factories.person("Sue")
    CommunityRole.objects.create(user=support, duty="support")
    html = as_user(support).get("/en/spaces/closed/desk/handover/").content.decode()
    assert ("Ann Test" in html, "Secret" in html) == (True, False)
    told = "The meetings and practices of this space are for its members."
    assert (told in html, "Latest practices" in html, "Meetings to come" in html) == (True, False, False)
    assert "Secret practice" in as_user(leads[0]).get("/en/spaces/closed/desk/handover/").content.decode()
