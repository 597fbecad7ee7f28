"""A sub-group in one form: what is made, in both languages, and what is refused in words."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from wagtail_localize.models import Translation

from cms.models import User
from spaces.models import CommunityRole, Membership, Space, SpacePage, today
from spaces.services import spaces
from spaces.services.memberships import Refused
from tests import factories

NEW = "/en/spaces/new/"


@pytest.fixture
def quality(db):
    """Made anew for each test: others ask what there is without any space."""
    return factories.space()


@pytest.fixture
def support(db):
    user = factories.person("Sue", language="fr")
    CommunityRole.objects.create(user=user, duty="support")
    return user


@pytest.fixture
def leads(db):
    return [factories.person("Ann"), factories.person("Benoit", language="fr")]


def typed(**other):
    return {
        "name_fr": "Rappel automatique", "name_en": "Automatic callback", "mandate_fr": "Rappeler tout le monde.",
        "mandate_en": "Call everybody back.", "original": "fr", "first_lead": "ann@example.org",
        "second_lead": "benoit@example.org", "mandate_ends_on": today() + timedelta(days=200), "visibility": "listed",
        "joining": "request", **other,
    }  # fmt: skip


def facts(**other):
    return {"name_fr": "Rappel", "name_en": "Callback", "mandate_fr": "A", "mandate_en": "B", **other}


def test_one_form_makes_the_space_its_leads_and_its_page_in_both_languages(support, leads, as_user):
    response = as_user(support).post(NEW, typed())
    assert response["Location"] == "/en/spaces/automatic-callback/desk/life/"
    space = Space.objects.get()
    assert (space.code, space.kind, space.is_open, space.is_listed) == ("automatic-callback", "subgroup", False, True)
    assert (space.joining, space.mandate_ends_on) == ("request", today() + timedelta(days=200))
    rows = {(row.user.email, row.role, row.ends_on) for row in Membership.objects.all()}
    names = ("ann@example.org", "benoit@example.org")
    assert rows == {(name, role, None) for name in names for role in ("member", "lead")}
    french, english = SpacePage.objects.order_by("-locale__language_code")
    pages = {page.language: page for page in (french, english)}
    assert {code: (page.title, page.url, page.live) for code, page in pages.items()} == {
        "fr": ("Rappel automatique", "/fr/rappel-automatique/", True),
        "en": ("Automatic callback", "/en/automatic-callback/", True),
    }
    assert french.translation_key == english.translation_key
    tie = Translation.objects.get(source__object_id=french.translation_key)
    assert (tie.source.locale.language_code, tie.target_locale.language_code, tie.enabled) == ("fr", "en", True)
    client = as_user(leads[0])
    assert "Rappeler tout le monde." in client.get("/fr/rappel-automatique/").content.decode()
    assert "Call everybody back." in client.get("/en/automatic-callback/").content.decode()
    assert client.get("/en/spaces/automatic-callback/desk/").status_code == 200


def test_the_leads_get_a_letter_each_in_their_language(support, leads, as_user, posted):
    with posted():
        as_user(support).post(NEW, typed())
    letters = {message.to[0]: message for message in mail.outbox}
    assert set(letters) == {"ann@example.org", "benoit@example.org"}
    english, french = letters["ann@example.org"], letters["benoit@example.org"]
    assert english.subject == "You lead the new space “Automatic callback”"
    assert "with Benoit Test." in english.body
    assert "Call everybody back." in english.body
    assert "http://testserver/en/automatic-callback/" in english.body
    assert french.subject == "Vous êtes responsable du nouvel espace «\u00a0Rappel automatique\u00a0»"
    assert "Avec Ann Test" in french.body
    assert "http://testserver/fr/espaces/rappel-automatique/bureau/\n" in french.body
    assert re.search(r'<html lang="fr-CA">', french.alternatives[0][0])
    assert "Rappeler tout le monde." in french.alternatives[0][0]


@pytest.mark.parametrize(("original", "other"), [("fr", "en"), ("en", "fr")])
def test_the_original_is_in_the_language_that_was_chosen(original, other, support, leads, as_user):
    as_user(support).post(NEW, typed(original=original))
    tie = Translation.objects.get()
    assert (tie.source.locale.language_code, tie.target_locale.language_code) == (original, other)
    assert tie.get_progress() == (1, 1)


def test_the_form_opens_to_those_who_look_after_all_spaces_and_starts_in_their_language(
    support, leads, as_user, alice, quality
):
    lead = as_user(leads[0])
    assert [lead.get(NEW).status_code, lead.post(NEW, typed()).status_code] == [404, 404]
    assert "New sub-group" not in lead.get("/en/spaces/").content.decode()
    assert not Space.objects.exclude(pk=quality.pk).exists()
    client = as_user(support)
    assert f'href="{NEW}"' in client.get("/en/spaces/").content.decode()
    html = client.get(NEW).content.decode()
    assert '<option value="fr" selected>' in html
    assert '<option value="alice@example.org">Alice Test</option>' in html
    assert client.get("/fr/espaces/nouveau/").status_code == 200


BAD = [
    ({"second_lead": "ANN@example.org"}, "second_lead", "Name two different people."),
    ({"first_lead": "nobody@example.org"}, "first_lead", "No member has the address nobody@example.org."),
    ({"second_lead": "gone@example.org"}, "second_lead", "The account of Gone Test is closed."),
    ({"second_lead": "not an address"}, "second_lead", "Enter a valid email address."),
    ({"second_lead": ""}, "second_lead", "This field is required."),
    (
        {"mandate_ends_on": today()},
        "mandate_ends_on",
        "The end of the mandate must be in the future: choose a later day.",
    ),
    ({"mandate_ends_on": "soon"}, "mandate_ends_on", "Enter a valid date."),
    (
        {"visibility": "hidden", "joining": "free"},
        "joining",
        "A space that is not listed is joined by invitation only.",
    ),
    ({"visibility": "all"}, "visibility", None),
    ({"name_fr": ""}, "name_fr", "This field is required."),
    ({"name_en": "x" * 161}, "name_en", None),
    ({"mandate_en": "x" * 501}, "mandate_en", None),
]


@pytest.mark.parametrize(("wrong", "field", "words"), BAD, ids=lambda value: str(value)[:40])
def test_what_cannot_be_is_said_beside_its_field_and_the_rest_stays(wrong, field, words, support, leads, as_user):
    factories.person("Gone", is_active=False)
    response = as_user(support).post(NEW, typed(**wrong))
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert set(errors) == {field}
    if words:
        assert errors[field] == [words]
    html = response.content.decode()
    kept = "Rappeler tout le monde." if field != "mandate_fr" else "Call everybody back."
    assert kept in html
    assert f'id="id_{field}_error"' in html
    assert (Space.objects.count(), SpacePage.objects.count(), Membership.objects.count()) == (0, 0, 0)


def test_an_address_is_read_whatever_its_capitals(support, leads, as_user):
    as_user(support).post(NEW, typed(first_lead=" Ann@Example.ORG "))
    assert Membership.objects.filter(role="lead", user=leads[0]).count() == 1


def test_the_same_form_sent_twice_makes_one_space(support, leads, as_user):
    client = as_user(support)
    client.post(NEW, typed())
    again = client.post(NEW, typed(name_fr="RAPPEL automatique"))
    assert (Space.objects.count(), SpacePage.objects.count()) == (1, 2)
    assert "There is a space of this name already." in again.content.decode()
    assert 'value="RAPPEL automatique"' in again.content.decode()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Quality", ["quality", "quality-2", "quality-3"]),
        ("New", ["new-2", "new-3", "new-4"]),
        ("Nouveau", ["nouveau-2", "nouveau-3", "nouveau-4"]),
        ("Qualité & co", ["qualite-co", "qualite-co-2", "qualite-co-3"]),
        ("…", ["space", "space-2", "space-3"]),
        ("x" * 160, ["x" * 56, "x" * 56 + "-2", "x" * 56 + "-3"]),
    ],
    ids=lambda value: str(value)[:12],
)
def test_spaces_of_one_name_get_codes_and_addresses_of_their_own(name, codes, support, leads):
    made = [spaces.create(by=support, facts=facts(name_en=name, name_fr=code), leads=leads) for code in codes]
    assert [space.code for space in made] == codes
    assert len({page.url for page in SpacePage.objects.all()}) == 2 * len(codes)


def test_the_service_refuses_who_may_not_and_leads_who_are_not_two(support, leads, alice):
    gone = factories.person("Gone", is_active=False)
    for by, chosen in ((alice, leads), (support, leads[:1]), (support, [leads[0]] * 2), (support, [leads[0], gone])):
        with pytest.raises(Refused):
            spaces.create(by=by, facts=facts(), leads=chosen)
    assert (Space.objects.count(), SpacePage.objects.count(), Membership.objects.count()) == (0, 0, 0)


def test_the_words_of_a_space_in_addresses_stay_whatever_is_sent_to_the_admin(db, as_user):
    admin, space = User.objects.create_superuser("root@example.org", "password", language="en"), factories.space()
    fields = {**facts(), "code": "callback", "code_fr": "rappel", "kind": "subgroup", "joining": "free", "position": 1, "is_open": "on",
              "is_listed": "on", "mandate_ends_on": ""}  # fmt: skip
    client, address = as_user(admin), f"/admin/snippets/spaces/space/edit/{space.pk}/"
    client.post(address, fields)
    row = Space.objects.get()
    assert (row.name_en, row.code, row.code_fr) == (fields["name_en"], "quality", "quality")


def test_the_admin_does_not_take_the_names_of_another_space(quality, as_user):
    other = factories.space("other", fr="Autre", en="Other")
    root = User.objects.create_superuser("root@example.org", "password", first_name="Ruth", language="en")
    words = {
        "mandate_fr": "",
        "mandate_en": "",
        "joining": "free",
        "kind": other.kind,
        "position": 0,
        "is_listed": "on",
    }
    address = reverse("wagtailsnippets_spaces_space:edit", args=[other.pk])
    names = {"name_fr": quality.name_fr.upper(), "name_en": quality.name_en}
    page = as_user(root).post(address, {**words, **names}).content.decode()
    assert "There is a space of this name already." in page
    as_user(root).post(address, {**words, "name_fr": "Encore", "name_en": "Another"})
    assert (Space.objects.get(pk=other.pk).name_fr, Space.objects.get(pk=quality.pk).name_fr) == ("Encore", "Qualité")


def test_the_admin_neither_makes_nor_copies_nor_deletes_a_space(quality, as_user):
    """Each is done on the site: with its leads and pages, and with a way back."""
    client = as_user(User.objects.create_superuser("root@example.org", "password", language="en"))
    for act in ("add/", f"copy/{quality.pk}/", f"delete/{quality.pk}/"):
        for method in (client.get, client.post):
            assert method(f"/admin/snippets/spaces/space/{act}").status_code in {302, 404}
    assert list(Space.objects.all()) == [quality]
    listed = client.get("/admin/snippets/spaces/space/").content.decode()
    assert "/space/add/" not in listed
    assert "/space/copy/" not in listed
