"""The translators’ queue: what one may translate and nothing else, by the day it is due, narrowed by a plain form."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.utils import timezone

from cms.bilingual.models import Pair
from cms.bilingual.task_models import Step, TranslationTask
from spaces.models import Membership, Role, today
from spaces.services import translations
from tests import factories
from tests.spaces import many, side_by_side
from tests.spaces.side_by_side import at, soup_of
from tests.spaces.team import OTHER, asked, fresh, pair_of, rewrite, translate, translators, written

pytestmark = pytest.mark.django_db


def titles(client, language="en", **query):
    return titles_in(soup_of(client.get(at("translations", language=language, **query))))


def titles_in(soup):
    return [link.get_text() for link in soup.select(".job h3 a")]


def text(client, address):
    return side_by_side.words(soup_of(client.get(address)).select_one("main"))


def test_it_exists_for_those_who_translate_and_for_nobody_else(people, as_user, alice, chantal, client):
    statuses = {name: as_user(user).get(at("translations")).status_code for name, user in vars(people).items()}
    assert statuses == {name: 404 if name in {"member", "outsider"} else 200 for name in statuses}
    assert as_user(alice).get(at("translations")).status_code == 404
    assert as_user(chantal).get(at("translations", language="fr")).status_code == 200
    assert client.get(at("translations")).status_code == 302


def test_it_holds_what_goes_in_ones_own_direction(quality, people, as_user, source):
    written(quality, "fr", "Vers l’anglais")
    written(quality, "en", "Into French")
    mine, _other, wrong = translators(people, source)
    own, foreign = ("Vers l’anglais", "Into French") if source == "fr" else ("Into French", "Vers l’anglais")
    assert titles(as_user(mine)) == [own]
    assert titles(as_user(wrong)) == [foreign]
    for user in (people.lead, people.editor):
        assert set(titles(as_user(user))) == {own, foreign}


@pytest.mark.database
def test_it_holds_nothing_of_a_space_that_is_closed_to_one(people, as_user, denis):
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    written(closed, "fr", "Zirconium")
    for user in (people.lead, denis):
        assert titles(as_user(user)) == []
        answer = as_user(user).get(at("translations")).content.decode()
        assert "Zirconium" not in answer
        assert "Closed" not in answer
        assert titles(as_user(user), space="closed") == []


def test_what_is_up_to_date_does_not_wait(quality, people, as_user):
    made = factories.article(quality, fr="Rappel", en="Callback").made
    assert titles(as_user(people.lead)) == []
    rewrite(made[pair_of(made["fr"]).source], title="Autrement")
    assert titles(as_user(people.lead)) == ["Autrement"]


def test_what_is_due_first_comes_first_then_what_is_oldest(quality, people, as_user):
    for number, days in enumerate((None, 9, 2, None)):
        page = written(quality, "fr", f"Article {number}")
        if days:
            asked(page, people.editor, due_on=today() + timedelta(days=days))
        Pair.objects.filter(pk=page.translation_key).update(since=timezone.now() - timedelta(days=number))
    assert titles(as_user(people.lead)) == ["Article 2", "Article 1", "Article 3", "Article 0"]


@pytest.mark.database
def test_a_row_says_all_one_needs_to_choose(quality, people, as_user, source):
    page = written(quality, source, "Rappel")
    mine, _other, _wrong = translators(people, source)
    asked(page, people.editor, due_on=today(), assignee=mine)
    said = text(as_user(mine), at("translations"))
    direction = "French to English" if source == "fr" else "English to French"
    for words in ("1 translation", "Rappel", "Quality", "Practice article", direction, "Incomplete (0%)", "5 passages",
                  "8 words", "To translate", str(mine), "Due "):  # fmt: skip
        assert words in said
    said = text(as_user(mine), at("translations", language="fr"))
    for words in ("1 traduction", "Qualité", "Article de pratique", "Incomplète (0 %)", "8 mots", "À traduire"):
        assert words in said
    TranslationTask.objects.update(due_on=today() - timedelta(days=1))
    assert "Late: due" in text(as_user(mine), at("translations"))


@pytest.mark.database
def test_it_is_narrowed_by_space_type_direction_person_and_step(quality, people, as_user):
    other = factories.space("other", fr="Autre", en="Other")
    user = people.lead
    Membership.objects.create(user=user, space=other, role=Role.LEAD)
    elsewhere = written(other, "en", "Elsewhere")
    mine, free, plain = (written(quality, "fr", title) for title in ("Mine", "Free", "Plain"))
    asked(mine, people.editor, assignee=fresh(user))
    asked(free, people.editor)
    announcement = factories.announcement(quality, fr="Annonce", en="Announcement").made
    rewrite_announcement(announcement["fr"])
    client = as_user(user)
    every = {"Mine", "Free", "Plain", "Elsewhere", "Annonce changée"}
    assert set(titles(client)) == every
    assert titles(client, space="other") == ["Elsewhere"]
    assert titles(client, kind="announcementpage") == ["Annonce changée"]
    assert titles(client, direction="en-fr") == ["Elsewhere"]
    assert titles(client, who="mine") == ["Mine"]
    assert "Mine" not in titles(client, who="free")
    assert set(titles(client, step="to_translate")) == {"Mine", "Free"}
    assert set(titles(client, step="none")) == every - {"Mine", "Free"}
    assert titles(client, step="to_revise") == []
    assert titles(client, space="quality", direction="fr-en", who="free", step="to_translate") == ["Free"]
    assert elsewhere.title
    assert plain.title
    soup = BeautifulSoup(client.get(at("translations", space="other", who="mine")).content, "html.parser")
    chips = {chip.get_text().removesuffix("Remove this filter"): chip["href"] for chip in soup.select("a.chip")}
    assert chips == {"Other": "?who=mine", "Mine": "?space=other"}
    assert soup.select_one("option[value=other]").has_attr("selected")


def rewrite_announcement(page):
    page = type(page).objects.get(pk=page.pk)
    page.title = "Annonce changée"
    page.save_revision().publish()


@pytest.mark.parametrize("name", ["space", "kind", "direction", "who", "step"])
def test_an_unknown_filter_finds_nothing_and_breaks_nothing(quality, people, as_user, name):
    many.waiting(quality, ["Rappel"])
    client = as_user(people.lead)
    for value in ("nothing", "\x00", "x" * 300, "fr", "<b>"):
        found = soup_of(client.get(at("translations", **{name: value})))
        assert titles_in(found) == [], value
        assert "Unknown value" in side_by_side.words(found.select_one("main")), value
    assert titles(client, page="zzz") == ["Rappel"]


@pytest.mark.database
def test_it_says_when_nothing_waits(people, as_user):
    assert "Nothing waits to be translated" in text(as_user(people.lead), at("translations"))
    assert "Nothing matches these filters" in text(as_user(people.lead), at("translations", who="mine"))


@pytest.mark.database
def test_a_long_queue_comes_in_pages(quality, people, as_user):
    many.waiting(quality, [f"Article {number}" for number in range(27)])
    client = as_user(people.lead)
    assert (len(titles(client)), len(titles(client, page=2))) == (25, 2)


@pytest.mark.parametrize("count", [1, 5, 50])
def test_it_asks_as_much_for_fifty_as_for_one(quality, people, as_user, count, django_assert_num_queries):
    pages = many.waiting(quality, [f"Article {number}" for number in range(count)])
    asked(pages[0], people.editor, assignee=people.into_english)
    for user, queries in ((people.into_english, 11), (people.lead, 11)):
        client = as_user(user)
        for _ in range(2):
            client.get(at("translations"))
        with django_assert_num_queries(queries):
            client.get(at("translations"))


# -- the way there


def menu_of(client):
    soup = BeautifulSoup(client.get("/en/preferences/").content, "html.parser")
    link = soup.select_one(f"header a[href='{at('translations')}']")
    return None if link is None else " ".join(link.get_text(" ").split())


@pytest.mark.database
def test_the_account_menu_counts_what_waits_for_this_person(quality, people, as_user, source):
    page = written(quality, source)
    mine, other, wrong = translators(people, source)
    task = asked(page, people.editor)
    assert menu_of(as_user(mine)) == "Translations 1 waits for you"
    assert menu_of(as_user(wrong)) == "Translations"
    assert menu_of(as_user(people.member)) is None
    assert menu_of(as_user(people.outsider)) is None
    client = as_user(mine)
    client.post(at("translation_step", page.translation_key), {"do": "take"})
    translate(page, mine)
    client.post(at("translation_step", page.translation_key), {"do": "ready"})
    assert menu_of(client) == "Translations", "it waits for somebody else now"
    assert menu_of(as_user(other)) == "Translations 1 waits for you"
    task.refresh_from_db()
    assert task.step == Step.TO_REVISE
    assert OTHER[source] == pair_of(page).target


def test_it_costs_nothing_to_those_who_translate_nothing_and_little_to_the_others(
    quality, people, as_user, django_assert_num_queries
):
    written(quality, "fr")
    for user, queries in ((people.member, 4), (people.lead, 4)):  # one of them for when the digest comes
        client = as_user(user)
        for _ in range(2):
            client.get("/en/preferences/")
        with django_assert_num_queries(queries):
            client.get("/en/preferences/")


def test_a_translation_to_revise_waits_for_its_reviser_or_for_any(quality, people, as_user):
    page = written(quality, "fr")
    mine, other, _wrong = translators(people, "fr")
    task = asked(page, people.editor, assignee=mine)
    translate(page, mine)
    translations.ready(task=task, by=mine)
    assert menu_of(as_user(other)) == "Translations 1 waits for you"
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.lead)
    caches["rendered"].clear()
    assert menu_of(as_user(other)) == "Translations"
    assert menu_of(as_user(people.lead)) == "Translations 1 waits for you"
