"""Into a space, at its desk, through its life: everything said in the language of the page, nothing in the other."""

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from spaces.models import CommunityRole, Delivery, DeliveryState, Invitation, JoinRequest, Space
from spaces.services.letters import INVITATION
from tests import factories
from tests.contract.walks import DESK, LANGUAGES, Walk, to

pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_into_a_space_and_out_of_it_speaks_one_language(language, community, bob, as_user, wordings):
    walk = Walk(as_user(bob), language, wordings)
    for joining in ("free", "invitation", "request"):
        Space.objects.filter(pk=community.closed.pk).update(joining=joining)
        walk.get(to(language, "space_join", "identity"))
        walk.get(community.pages["closed"][language].url)
    walk.post(to(language, "space_join", "identity"), {"message": "x" * 501})
    walk.post(to(language, "space_join", "identity"), {})
    walk.post(to(language, "space_withdraw", "identity"), {})
    Space.objects.filter(pk=community.closed.pk).update(joining="free")
    walk.post(to(language, "space_join", "identity"), {})
    walk.get(to(language, "space_leave", "identity"))
    walk.post(to(language, "space_leave", "identity"), {})
    assert (walk.found, walk.seen) == ({}, 12)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_of_the_leads_speaks_one_language(language, community, chantal, bob, as_user, wordings):
    walk, code = Walk(as_user(chantal), language, wordings), "identity"
    other = JoinRequest.objects.create(user=factories.person("Ines"), space=community.closed)
    asked = JoinRequest.objects.create(user=bob, space=community.closed)
    for name in DESK:
        walk.get(to(language, name, code))
    for pk in (asked.pk, other.pk):
        walk.get(to(language, "desk_request", code, pk))
    for query in ("", "?state=behind", "?kind=meeting&state=old"):
        walk.get(to(language, "desk_pages", "quality") + query)
    walk.get(to(language, "desk_members", code) + "?q=zzz&active=1")
    walk.get(to(language, "desk_life", code) + "?late=1")
    walk.post(to(language, "desk_request", code, asked.pk), {"answer": "accept"})
    walk.post(to(language, "desk_request", code, asked.pk), {"answer": "decline"})
    walk.post(to(language, "desk_request", code, other.pk), {"answer": "decline"})
    walk_documents(walk, language, community.closed)
    walk_deliveries(walk, language, community)
    member = to(language, "desk_member", code, bob.pk)
    walk.post(member, {"role": "king", "starts_on": "x", "ends_on": "2026-01-01"})
    walk.post(member, {"role": "editor", "starts_on": "2026-11-25", "ends_on": "2026-11-24"})
    walk.post(member, {"role": "to_french", "starts_on": "2026-11-20", "ends_on": "2026-12-24"})
    end = to(language, "desk_end_role", code, bob.pk)
    for role in ("to_french", "member"):
        walk.post(end, {"role": role})
    walk.post(to(language, "desk_end_role", code, chantal.pk), {"role": "lead"})
    invite = to(language, "desk_invite", code)
    walk.post(invite, {"addresses": ""})
    walk.post(invite, {"addresses": "nora@example.org, nora@example.org; zzz\nbob@example.org alice@example.org"})
    walk.post(invite, {"addresses": "nora@example.org"})
    walk.get(to(language, "desk_members", code))
    walk.post(to(language, "desk_settings", code), {"name_fr": "", "joining": "free"})
    hidden = {"name_fr": "Neuf", "name_en": "New", "visibility": "hidden", "joining": "free"}
    walk.post(to(language, "desk_settings", code), hidden)
    invited = Invitation.objects.get()
    for _ in range(2):
        walk.post(to(language, "desk_take_back", code, invited.pk), {})
    Invitation.objects.update(state="waiting")
    sent = signing.dumps(invited.pk, salt=INVITATION)
    walk.client.logout()
    walk.get(to(language, "invitation", sent))
    walk.post(to(language, "invitation", sent), {"password": "1"})
    walk.get(to(language, "invitation", "nothing"), status=410)
    assert walk.found == {}


def walk_documents(walk, language, space):
    """The documents of a space at its desk: one in a single language, one in both, and files that are refused."""
    single = factories.document("2025.txt", title="2025", row=space, language="fr")
    double = factories.document("2026.txt", title="2026", row=space, language="fr")
    double.other_file.save("2026.txt", ContentFile(b"2026"))
    walk.get(to(language, "desk_documents", space.code))
    for name, content in (("page.html", b"2026"), ("page.txt", b"<html>")):
        fields = {"title": "", "file": SimpleUploadedFile(name, content)}
        walk.post(to(language, "desk_document_add", space.code), fields)
    for document in (single, double):
        for name in ("desk_document", "desk_document_remove", "desk_document_promote"):
            walk.get(to(language, name, space.code, document.pk))
        walk.post(to(language, "desk_document_promote", space.code, document.pk), {})
    walk.post(to(language, "desk_document_remove", space.code, single.pk), {})


def walk_deliveries(walk, language, community):
    """What was posted, with rows in each state, and what reached nobody."""
    for space, name in ((community.closed, "news"), (community.quality, "article")):
        page = community.pages[name][language]
        people = [factories.person(f"{name}{number}") for number, _state in enumerate(DeliveryState)]
        for person, state in zip(people, DeliveryState, strict=True):
            Delivery.objects.create(user=person, key=page.translation_key, space=space, reason="space", state=state)
        walk.get(to(language, "desk_deliveries", space.code) + f"?topics={community.topic.pk}")
        if space == community.quality:
            for state in ("", *DeliveryState):
                walk.get(to(language, "desk_delivery", space.code, page.translation_key) + f"?state={state}")
            walk.get(to(language, "desk_delivery", space.code, community.pages["french"]["fr"].translation_key),
                     with_head=False)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_life_of_a_space_speaks_one_language(language, community, chantal, as_user, wordings):
    """Set up, handed things in, archived, reopened, removed and restored, its log read each time."""
    CommunityRole.objects.create(user=chantal, duty="support")
    walk, code = Walk(as_user(chantal), language, wordings), community.quality.code
    new = {"name_fr": "Rappel", "name_en": "Callback", "mandate_fr": "", "mandate_en": "", "first_lead": "x"}
    walk.get(to(language, "space_new"))
    walk.post(
        to(language, "space_new"), {**new, "visibility": "hidden", "joining": "free", "mandate_ends_on": "2026-01-01"}
    )
    life = to(language, "desk_life", code)
    walk.post(life, {"name_fr": "Guide", "name_en": "Handbook", "due_on": "2026-12-01"})
    walk.post(life, {"name_fr": "", "due_on": "x"})
    paper = to(language, "desk_deliverable", code, community.quality.deliverables.get().pk)
    walk.get(paper)
    for what in ("hand_in", "take_back", "remove"):
        walk.post(paper, {"do": what})
    for name in ("desk_goes_on", "desk_archive", "desk_reopen"):
        walk.post(to(language, name, code), {})
    walk.get(to(language, "desk_handover", code))
    walk.get(to(language, "desk_remove", code))
    walk.post(to(language, "desk_remove", code), {"name": "x"})
    walk.post(to(language, "desk_remove", code), {"name": community.quality.name_fr})
    walk.get(to(language, "spaces_removed"))
    walk.client.post(to(language, "space_restore", code))
    walk.get(life)
    assert walk.found == {}
