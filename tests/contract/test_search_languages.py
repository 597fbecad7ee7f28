"""Searches one saves, what is asked, answers put first: each page in the language of its reader, with rows and without."""

import pytest
from django.core import signing

from cms.models import User
from search import insights
from search.models import FilePlace, FileText, PromotedAnswer, SavedSearch, State
from spaces import access
from spaces.models import ArticlePage, today
from tests import factories
from tests.contract.walks import LANGUAGES, Walk, to

pytestmark = [pytest.mark.usefixtures("november"), pytest.mark.usefixtures("community")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_searches_one_saves(language, alice, as_user, wordings):
    walk = Walk(as_user(alice), language, wordings)
    kept, query = to(language, "saved_searches"), "?q=2026&kind=article&sort=date&space=nowhere&since=12&live=fr"
    walk.get(kept)
    for alerts in ("", "yes", ""):
        walk.post(kept + query, {"alerts": alerts})
    row = SavedSearch.objects.get()
    for act in ("alert", "quiet", "remove"):
        walk.get(kept)
        walk.post(to(language, "saved_search", row.pk), {"do": act})
    assert (walk.found, walk.seen) == ({}, 10)


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_could_not_be_read(language, nadia, as_user, wordings):
    User.objects.filter(pk=nadia.pk).update(language=language)
    walk = Walk(as_user(nadia), language, wordings)
    walk.get(to(language, "files_not_read"))
    for number, state in enumerate(State.values):
        text = FileText.objects.create(digest=str(number), state=state, pages=2, pages_in_all=3)
        FilePlace.objects.create(name=factories.document("2026.pdf", title="2026").file.name, text=text)
    walk.get(to(language, "files_not_read"))
    assert (walk.found, walk.seen) == ({}, 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_and_put_first(language, nadia, as_user, wordings):
    User.objects.filter(pk=nadia.pk).update(language=language)
    walk = Walk(as_user(nadia), language, wordings)
    listed, new = to(language, "search_insights"), to(language, "search_promote")
    for query in ("", "?show=nothing", "?days=7"):
        walk.get(listed + query)
    for number in range(2):
        said = [f"name{number}", language, "2026", number]
        insights.note(signing.dumps(said, salt=insights.SALT, compress=True), number or None)
    walk.get(listed)
    page = ArticlePage.objects.filter(live=True).first()
    for typed in ({}, {"address": "/x/"}, {"address": page.url, "asked_fr": "?"}, {"address": page.url, "until": "x"}):
        walk.post(new, typed)
    walk.post(new, {"address": page.url, f"asked_{language}": "2026", "until": today().isoformat()})
    row = PromotedAnswer.objects.get()
    walk.get(to(language, "search") + "?q=2026")
    for name, *args in (("search_promote",), ("search_promoted", row.pk)):
        walk.get(to(language, name, *args))
    walk.post(to(language, "search_promoted", row.pk), {"do": "remove"})
    assert (walk.found, walk.seen) == ({}, 13)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_similar(language, alice, as_user, wordings):
    walk = Walk(as_user(alice), language, wordings)
    pages = ArticlePage.objects.filter(live=True).open_to(access.space_ids(alice))
    for key in sorted(set(pages.values_list("translation_key", flat=True)))[:4]:
        walk.get(to(language, "similar", key), with_head=False)  # its title is that of a page
    assert (walk.found, walk.seen) == ({}, 3)
