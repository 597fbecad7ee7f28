"""Exceptions, wishes, what readers are told of the other language, and their mail, in French and in English."""

from datetime import timedelta

import pytest
from django.core import mail

from cms.bilingual import gate
from cms.bilingual.gate_models import Exemption
from cms.models import CommunitySettings, User
from spaces.models import AnnouncementPage, Membership, Role, today
from spaces.services import (
    exceptions,
    letters,
    letters_on_exceptions,  # noqa: F401  letters of its own
    letters_on_gate,  # noqa: F401
    letters_on_wishes,  # noqa: F401
    wishes,
)
from tests import factories
from tests.contract.languages import parsed, texts_of
from tests.contract.walks import LANGUAGES, Walk, to
from tests.spaces.team import official, paragraphs, rewrite, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
OTHER = {"fr": "en", "en": "fr"}
TYPED = "xyz"


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def lead(community, language):
    user = factories.person("Ines", language=language)
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=community.quality, role=role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def walk(lead, language, as_user, wordings):
    return Walk(as_user(lead), language, wordings)


@pytest.fixture
def page(community, language, lead):
    """Official content in the other language, whose words are nobody's."""
    page = official(community.quality, OTHER[language], title=TYPED)
    page.summary, page.body = TYPED, paragraphs(TYPED)
    gate.keep(page.save_revision(user=lead), by=lead)
    return AnnouncementPage.objects.get(pk=page.pk)


def test_an_exception_speaks_one_language(walk, page, lead, language):
    new = to(language, "exception_new", page.pk)
    walk.get(new)
    walk.post(new, {"reason": "", "owner": "0", "due_on": "2026-01-01"})
    given = {"reason": TYPED, "owner": lead.pk, "due_on": (today() + timedelta(days=3)).isoformat()}
    assert walk.client.post(new, given).status_code == 302
    walk.post(new, given)  # a second one is refused
    row = Exemption.objects.get(pair=page.translation_key)
    walk.get(to(language, "exceptions"))
    walk.get(to(language, "untranslated", page.pk, page.slug), with_head=False)
    change = to(language, "exception", row.pk)
    walk.get(change)
    walk.post(change, {**given, "due_on": "2026-01-01"})
    walk.post(change, given)
    walk.post(to(language, "exception_take_back", row.pk), {})  # refused: the page is read
    type(page).objects.get(pk=page.pk).unpublish()
    walk.get(to(language, "exceptions"))
    assert (walk.found, walk.seen) == ({}, 10)


def test_a_wish_speaks_one_language(walk, community, alice, language):
    (article,) = community.pages["french" if language == "en" else "english"].values()
    notice, wish = to(language, "untranslated", article.pk, article.slug), to(language, "translation_wish", article.pk)
    wishes.make(page=article, by=alice)
    walk.get(notice, with_head=False)
    for do in ("ask", "withdraw"):
        walk.post(wish, {"do": do}, with_head=False)
    assert (walk.found, walk.seen) == ({}, 3)


def test_a_page_that_is_behind_speaks_one_language(walk, community, language):
    CommunitySettings.objects.update_or_create(defaults={"behind_words": 1})
    pages = community.pages["article"]
    original = pages["fr"]
    rewrite(original, title=TYPED)
    walk.get(pages["en"].url if language == "en" else original.url, with_head=False)
    assert walk.found == {}


@pytest.mark.parametrize("kind", ["held", "exception_yours", "exception_due", "wish"])
def test_its_mail_speaks_the_language_of_its_reader(kind, page, community, lead, language, wordings):
    row = exceptions.record(page=page, by=lead, reason=TYPED, owner=lead, due_on=today())[0]
    said = [
        {"kind": one, "language": code, "count": 2, "why": TYPED}
        for one in ("missing", "unpublished", "lacking", "stale", "invalid")
        for code in LANGUAGES
    ]
    keys = {"held": [str(page.translation_key), page.language, said], "wish": [[wished(community, lead, language)]]}
    type(page).objects.filter(pk=page.pk).update(live=kind != "held")
    mail.outbox.clear()
    assert letters.write(kind, keys.get(kind, [row.pk])) >= 1
    (message,) = [one for one in mail.outbox if one.to == [lead.email]]
    html, _type = message.alternatives[0]
    page = parsed(html)
    assert page.html["lang"][:2] == language
    texts = texts_of(page)
    texts[language] += [message.subject.casefold(), message.body.casefold()]
    assert wordings.of_the_wrong_language(texts) == []
    assert TYPED in message.body + message.subject


def wished(community, lead, language):
    """The wish for an article that is there in both languages by now."""
    article = written(community.quality, OTHER[language], TYPED)
    wishes.make(page=article, by=lead)
    row = lead.pk and wishes.Wish.objects.get(by=lead)
    under = factories.parents(community.quality)
    twin = type(article)(title=TYPED, summary=TYPED, live=False, locale=under[language].locale, article=article.article,
                         translation_key=article.translation_key)  # fmt: skip
    under[language].add_child(instance=twin)
    twin.save_revision().publish()
    return row.pk
