"""Who may take a page from its readers, or away for good: those who run its space; and nobody the page of a space."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms.models import User
from spaces.models import ArticlePage, Role, SpacePage
from spaces.services import memberships, provision
from tests import factories
from tests.spaces.publishing import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(quality):
    return factories.article(quality, fr="Rappel", en="Callback").made


def with_roles(name, space, *roles):
    user = factories.person(name)
    for role in roles:
        memberships.grant(user=user, space=space, role=role)
    return User.objects.get(pk=user.pk)


def takes_away(client, page):
    """Which of the three acts the admin lets somebody do to a page: asked each, done none."""
    acts = {name: reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in ("unpublish", "delete", "move")}
    return {name for name, address in acts.items() if client.get(address).status_code == 200}


@pytest.mark.parametrize(
    ("roles", "on_french", "on_english"),
    [
        ([Role.LEAD], {"unpublish", "delete", "move"}, {"unpublish", "delete", "move"}),
        ([Role.EDITOR], set(), set()),
        ([Role.TO_FRENCH], set(), set()),
        ([Role.EDITOR, Role.TO_FRENCH], set(), set()),
    ],
)
def test_what_is_read_is_taken_away_by_those_who_run_the_space(quality, article, as_user, roles, on_french, on_english):
    client = as_user(with_roles("Wanda", quality, *roles))
    assert takes_away(client, article["fr"]) == on_french
    assert takes_away(client, article["en"]) == on_english


def test_posting_it_changes_nothing(quality, article, as_user):
    client = as_user(with_roles("Tess", quality, Role.EDITOR, Role.TO_FRENCH))
    for act in ("unpublish", "delete"):
        client.post(reverse(f"wagtailadmin_pages:{act}", args=[article["fr"].pk]), {"include_descendants": "on"})
    assert ArticlePage.objects.get(pk=article["fr"].pk).live


def test_an_editor_deletes_a_draft_of_the_space_and_a_translator_none(quality, as_user):
    draft = factories.article(quality, fr="Ébauche", live=False).made["fr"]
    assert "delete" in takes_away(as_user(with_roles("Edith", quality, Role.EDITOR)), draft)
    assert takes_away(as_user(with_roles("Tess", quality, Role.TO_FRENCH)), draft) == set()


@pytest.mark.parametrize("who", ["lead", "moderator", "root"])
def test_the_page_of_a_space_stays_whoever_asks(quality, article, chantal, as_user, who):
    people = {
        "lead": lambda: with_roles("Leah", quality, Role.LEAD),
        "moderator": lambda: chantal,
        "root": lambda: User.objects.create_superuser("root@example.org", "password"),
    }
    client = as_user(people[who]())
    for page in factories.parents(quality).values():
        assert takes_away(client, page) == set()
        for act in ("unpublish", "delete"):
            client.post(reverse(f"wagtailadmin_pages:{act}", args=[page.pk]), {"include_descendants": "on"})
        for act in ("unpublish", "delete", "move"):
            address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
            client.post(f"{address}?id={page.pk}", {"chooser": page.get_parent().pk})
    assert SpacePage.objects.filter(space=quality, live=True).count() == 2
    assert ArticlePage.objects.filter(live=True).count() == 2


def test_a_page_of_a_space_that_is_gone_or_not_live_is_found_and_put_back(quality):
    french, english = factories.parents(quality)["fr"], factories.parents(quality)["en"]
    key = english.translation_key
    SpacePage.objects.get(pk=french.pk).delete()
    english.unpublish()
    assert provision.health().startswith("1 to put right")
    with pytest.raises(CommandError):
        call_command("sync_spaces", check=True)
    call_command("sync_spaces")
    call_command("sync_spaces", check=True)
    assert provision.health() == "ok"
    pages = SpacePage.objects.filter(space=quality, live=True)
    assert {(page.language, page.title, page.translation_key) for page in pages} == {
        ("fr", "Qualité", key), ("en", "Quality", key),
    }  # fmt: skip


@pytest.mark.parametrize("code", ["fr", "en"])
def test_whoever_unpublishes_official_content_is_told_of_both_pages(quality, as_user, code):
    made = factories.announcement(quality).made
    lead = with_roles("Wanda", quality, Role.LEAD)
    User.objects.update(language="en")
    other = made["en" if code == "fr" else "fr"]
    told = said(as_user(lead).post(reverse("wagtailadmin_pages:unpublish", args=[made[code].pk])))
    name = {"fr": "English", "en": "French"}[code]
    assert f"Its {name} page, “{other.title}”, is unpublished too." in told
    assert not type(other).objects.get(pk=other.pk).live


def test_whoever_unpublishes_an_article_is_told_of_one(quality, article, as_user):
    lead = with_roles("Wanda", quality, Role.LEAD)
    User.objects.update(language="en")
    told = said(as_user(lead).post(reverse("wagtailadmin_pages:unpublish", args=[article["fr"].pk])))
    assert "unpublished too" not in told
