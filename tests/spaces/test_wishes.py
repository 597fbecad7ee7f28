"""«Ask for the translation»: one wish a member, taken back at will, counted for translators, answered when it is there."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import translation

from cms.bilingual.gate_models import Wish
from spaces.models import ArticlePage
from spaces.services import translations, wishes
from tests import factories
from tests.spaces.side_by_side import at, words
from tests.spaces.team import OTHER, official, ready, to, twin_of, written

pytestmark = pytest.mark.django_db
either_way = pytest.mark.parametrize("source", ["fr", "en"])


@pytest.fixture
def page(quality, source):
    return written(quality, source)


def notice(client, page):
    """The notice of a page that is not there in the reader's language."""
    with translation.override(OTHER[page.language]):
        address = reverse("untranslated", args=[page.pk, page.slug])
    return BeautifulSoup(client.get(address).content, "html.parser").select_one(".notice[role=note]")


def wish(said):
    """Its button, beside that to follow the page."""
    return said.select_one("button[name=do]")


def ask(client, page, do="ask"):
    return client.post(at("translation_wish", page.pk, language=OTHER[page.language]), {"do": do})


@either_way
def test_a_member_asks_once_and_takes_it_back(page, alice, bob, as_user):
    client = as_user(alice)
    assert wish(notice(client, page))["value"] == "ask"
    back = at("untranslated", page.pk, page.slug, language=OTHER[page.language])
    assert [ask(client, page).url for _again in range(2)] == [back, back]
    assert Wish.objects.get().by == alice
    assert wish(notice(client, page))["value"] == "withdraw"
    others = {"fr": "1 membre la demande", "en": "1 member asks for it"}[OTHER[page.language]]
    assert others in words(notice(as_user(bob), page)), "a page kept for all says to each what is theirs"
    ask(client, page, "withdraw")
    assert not Wish.objects.exists()
    assert others not in words(notice(as_user(bob), page))


def test_it_is_not_offered_for_what_goes_live_in_both_languages(quality, people, alice, as_user):
    page = official(quality)
    factories.excepted(page, owner=people.lead)
    page.latest_revision.publish()
    assert wish(notice(as_user(alice), type(page).objects.get(pk=page.pk))) is None


def test_what_one_may_not_read_cannot_be_asked_for(identity, bob, alice, as_user):
    page = written(identity)
    assert ask(as_user(bob), page).status_code == 404
    draft = written(identity, live=False)
    assert ask(as_user(alice), draft).status_code == 404
    assert not Wish.objects.exists()


def test_what_is_there_already_is_not_asked_for(quality, alice, as_user):
    made = factories.article(quality, fr="Rappel", en="Callback").made
    ask(as_user(alice), ArticlePage.objects.get(pk=made["fr"].pk))
    assert not Wish.objects.exists()


@pytest.mark.parametrize("name", ["translations", "translation_status"])
def test_translators_see_how_many_ask(page, people, alice, bob, as_user, name):
    client = as_user(people.other_english if name == "translations" and page.language == "fr" else people.other_french)
    language = "en"
    assert "asks for it" not in client.get(at(name, language=language)).content.decode()
    for reader in (alice, bob):
        wishes.make(page=page, by=reader)
    assert "2 members ask for it" in client.get(at(name, language=language)).content.decode()


@either_way
def test_whoever_asked_is_told_once_when_it_is_there_in_their_language(page, people, source, alice, denis, posted):
    reader, said = (
        (alice, "Now in English: “Rappel”") if source == "fr" else (denis, "Maintenant en français : « Rappel »")
    )
    wishes.make(page=page, by=reader)
    task, _mine, other = ready(page, people, source)
    mail.outbox.clear()
    with posted():
        translations.approve(task=task, by=other)
    name = reader.first_name.lower()
    assert to()[name].replace("\u00a0", " ") == said
    (message,) = [one for one in mail.outbox if one.to == [reader.email]]
    assert ArticlePage.objects.exclude(pk=page.pk).get().url in message.body
    mail.outbox.clear()
    with posted():
        ArticlePage.objects.get(pk=page.pk).save_revision().publish()
    assert name not in to()


def test_whoever_may_no_longer_read_it_is_not_told(identity, alice, posted):
    page = written(identity)
    wishes.make(page=page, by=alice)
    identity.memberships.filter(user=alice).delete()
    mail.outbox.clear()
    with posted():
        Wish.objects.get()
        wishes.letters.post("wish", [Wish.objects.get().pk])
    assert mail.outbox == []


@either_way
def test_it_is_not_offered_in_the_language_of_the_original(page, people, source, alice, as_user):
    """The original is withdrawn and its translation is read: there is nothing to translate."""
    task, _mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    ArticlePage.objects.get(pk=page.pk).unpublish()
    twin = ArticlePage.objects.get(pk=twin_of(page).pk)
    said = notice(as_user(alice), twin)
    assert {"fr": "n’est pas offerte en français", "en": "is not available in English"}[source] in words(said)
    assert wish(said) is None
