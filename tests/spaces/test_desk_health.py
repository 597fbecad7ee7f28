"""The health of a space: each figure is the length of the list it opens, and says what it counts (product.md S10)."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation

from cms.bilingual.pairs import tie
from cms.models import User
from spaces.models import (
    Article,
    ArticleKind,
    ArticlePage,
    CommunityRole,
    Deliverable,
    JoinRequest,
    Membership,
    Role,
    SpacePage,
    today,
)
from spaces.services import health, inventory, memberships
from tests import factories
from tests.spaces import many
from tests.spaces.team import put_out

DAY = timedelta(days=1)
HEALTH = "/en/spaces/closed/desk/health/"


@pytest.fixture
def chair(db):
    """Somebody who oversees every space and reads only those that are open."""
    user = factories.person("Cy")
    CommunityRole.objects.create(user=user, duty="federal_chair")
    return user


def figures(client, address=HEALTH):
    """{what is counted: (the figure, the address of its list, whether it is to be seen to)}"""
    found = {}
    for card in BeautifulSoup(client.get(address).content, "html.parser").select(".figures li"):
        link = card.select_one("a")
        number = int(link.b.extract().get_text())
        found[link.get_text().strip()] = (number, link["href"], "Needs attention" in card.get_text())
    return found


def length(client, address):
    """How many lines the list behind a figure has."""
    html = BeautifulSoup(client.get(address).content, "html.parser")
    for section in html.select('[aria-labelledby="inv"], [aria-labelledby="ans"], [aria-labelledby="acts"]'):
        section.decompose()
    return len(html.select("ul.lines > li"))


def seen(user, days_ago):
    User.objects.filter(pk=user.pk).update(last_seen_on=today() - days_ago * DAY)


@pytest.fixture
def busy(closed, leads, alice):
    """A space with some of everything that is counted, and of everything that is not."""
    for number, days in enumerate((0, 29, 30, 400)):
        person = factories.person(f"Person{number}")
        memberships.grant(user=person, space=closed, role=Role.EDITOR if number else Role.MEMBER)
        seen(person, days)
    gone = [factories.person(name) for name in ("Gone", "Later", "Shut")]
    Membership.objects.create(user=gone[0], space=closed, starts_on=today() - 9 * DAY, ends_on=today() - DAY)
    Membership.objects.create(user=gone[1], space=closed, starts_on=today() + DAY)
    Membership.objects.create(user=gone[2], space=closed)
    for person in gone:
        seen(person, 0)
    User.objects.filter(pk=gone[2].pk).update(is_active=False)
    for state in ("waiting", "waiting", "accepted", "declined", "withdrawn"):
        JoinRequest.objects.create(user=factories.person(f"Asker{JoinRequest.objects.count()}"), space=closed,
                                   state=state, decided_at=timezone.now())  # fmt: skip
    for days, done_on in ((-9, None), (-1, None), (-1, today()), (0, None), (5, None)):
        Deliverable.objects.create(space=closed, name_fr="G", name_en="G", due_on=today() + days * DAY, done_on=done_on)
    Deliverable.objects.create(space=closed, name_fr="Sans jour", name_en="No day")
    factories.article(closed, fr="Les deux", en="Both")
    factories.article(closed, fr="Seule")
    factories.article(closed, fr="Ébauche", live=False)
    factories.question(closed, fr="Sans réponse", en="Unanswered")
    factories.question(closed, fr="Répondue", en="Answered", answer="Oui.")
    factories.question(closed, fr="Pas encore posée", live=False)
    untouched = factories.article(closed, en="Old").made["en"]
    Page.objects.filter(pk=untouched.pk).update(latest_revision_created_at=timezone.now() - timedelta(days=366))
    return closed


def test_each_figure_is_the_length_of_the_list_it_opens(busy, lead):
    shown = figures(lead)  # the first visit of the lead counts at once
    assert {words: number for words, (number, _address, _due) in shown.items()} == {
        "members today": 7,
        "members active in the last 30 days": 3,
        "leads today": 2,
        "requests without an answer": 2,
        "question unanswered": 1,
        "late deliverables": 2,
        "pages behind in a language": 2,
        "page untouched for a year": 1,
    }
    assert {words: length(lead, address) for words, (_number, address, _due) in shown.items()} == {
        words: number for words, (number, _address, _due) in shown.items()
    }
    due = {words for words, (_number, _address, is_due) in shown.items() if is_due}
    assert due == {
        "requests without an answer", "question unanswered", "late deliverables", "pages behind in a language",
    }  # fmt: skip


def test_a_quiet_space_has_nothing_to_see_to_but_missing_leads(closed, lead, leads):
    shown = figures(lead)
    assert [number for number, _address, _due in shown.values()] == [3, 1, 2, 0, 0, 0, 0, 0]
    assert not any(is_due for _number, _address, is_due in shown.values())
    User.objects.filter(pk=leads[1].pk).update(is_active=False)
    assert figures(lead)["lead today"] == (1, "/en/spaces/closed/desk/?role=lead", True)


def test_in_french_the_same_figures_lead_to_french_lists(busy, lead):
    french = figures(lead, "/fr/espaces/closed/bureau/vitalite/")
    assert [number for number, _address, _due in french.values()] == [3 + 4, 3, 2, 2, 1, 2, 2, 1]
    assert french["pages en retard dans une langue"][1] == "/fr/espaces/closed/bureau/pages/?state=behind"
    assert all(length(lead, address) == number for number, address, _due in french.values())


def test_who_oversees_without_reading_gets_no_figure_of_pages(busy, chair, as_user, alice, bob):
    shown = figures(as_user(chair))
    assert set(shown) == {
        "members today", "members active in the last 30 days", "leads today", "requests without an answer",
        "late deliverables",
    }  # fmt: skip
    assert all(length(as_user(chair), address) == number for number, address, _due in shown.values())
    assert [as_user(user).get(HEALTH).status_code for user in (alice, bob)] == [404, 404]


def behind(space):
    keys = [one["translation_key"] for one in inventory.concepts(space, state=inventory.BEHIND)]
    return set(Page.objects.filter(translation_key__in=keys).values_list("title", flat=True))


def test_a_page_is_behind_when_it_is_live_in_one_language_only(closed):
    both = factories.article(closed, fr="Les deux", en="Both").made
    factories.article(closed, fr="Ébauche", en="Draft", live=False)
    assert behind(closed) == set()
    ArticlePage.objects.get(pk=both["en"].pk).unpublish()
    assert behind(closed) == {"Les deux", "Both"}
    ArticlePage.objects.get(pk=both["fr"].pk).unpublish()
    assert behind(closed) == set()  # live nowhere: nobody waits for it
    SpacePage.objects.get(space=closed, locale__language_code="fr").delete()
    assert behind(closed) == {"Closed"}


def test_a_translation_is_behind_when_the_words_of_its_original_change(closed, lead):
    made = factories.article(closed, fr="Rappel", en="Callback").made
    french, english = (ArticlePage.objects.get(pk=made[code].pk) for code in ("fr", "en"))
    tied = tie(french, english)
    french.save_revision().publish()
    assert behind(closed) == set()  # published again, and nothing said anew
    french.title = "Rappel revu"
    french.save_revision()  # a draft of the original changes nothing for readers
    assert behind(closed) == set()
    french.get_latest_revision().publish()
    assert behind(closed) == {"Rappel revu", "Callback"}
    assert "Older than its original" in lead.get("/en/spaces/closed/desk/pages/").content.decode()
    segment = StringSegment.objects.get(source=tied.source, context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=english.locale, data="Callback, revised",
        translation_type="manual",
    )  # fmt: skip
    assert behind(closed) == {"Rappel revu", "Callback"}  # translated, and readers do not have it yet
    put_out(tied, None)
    assert behind(closed) == set()


def test_a_practice_is_old_when_nobody_has_changed_either_language_for_a_year(closed):
    made = factories.article(closed, fr="Rappel", en="Callback").made
    meeting = factories.meeting(closed).made
    draft = factories.article(closed, fr="Ébauche", live=False).made
    year = timezone.now() - timedelta(days=366)
    old = [page.pk for pages in (made, meeting, draft) for page in pages.values()]
    Page.objects.filter(pk__in=old).update(latest_revision_created_at=year)
    counted = health.figures(closed, reads=True)["old"]
    assert counted == 1
    ArticlePage.objects.get(pk=made["en"].pk).save_revision()
    assert health.figures(closed, reads=True)["old"] == 0


def test_members_are_found_by_name_role_and_last_visit(busy, lead, leads):
    User.objects.filter(pk=leads[1].pk).update(first_name="Benoît", last_name="Émard")
    desk = "/en/spaces/closed/desk/"
    for query, count in (
        ("q=emard", 1), ("q=BENOIT+emard", 1), ("q=ben@example.org", 1), ("q=person", 4), ("q=nobody", 0),
        ("role=editor", 3), ("role=editor&active=1", 1), ("active=0", 4), ("role=king&active=7&page=x", 7),
        ("q=%00%22", 0),
    ):  # fmt: skip
        assert length(lead, f"{desk}?{query}") == count, query
    page = lead.get(f"{desk}?q=emard").content.decode()
    assert 'value="emard"' in page
    assert "of 7" in page
    assert "No member matches these filters" in lead.get(f"{desk}?q=nobody").content.decode()
    assert "two leads at least" not in page  # both are there, though one is not in the list


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_figures_cost_the_same_whatever_they_count(count, closed, lead, alice, chair, as_user,
                                                       django_assert_num_queries):  # fmt: skip
    many.articles(closed, count, author=alice)
    people = [factories.person(f"Person{number}") for number in range(count)]
    Membership.objects.bulk_create(Membership(user=user, space=closed) for user in people)
    JoinRequest.objects.bulk_create(JoinRequest(user=user, space=closed) for user in people)
    Deliverable.objects.bulk_create(
        Deliverable(space=closed, name_fr="G", name_en="G", due_on=today() - DAY) for _ in range(count)
    )
    Article.objects.update(kind=ArticleKind.QUESTION)
    with django_assert_num_queries(6):
        found = health.figures(closed, reads=True)
    assert (found["late"], found["unanswered"]) == (count, count)
    for client, queries in ((lead, 12), (as_user(chair), 9)):
        for _ in range(2):
            client.get(HEALTH)
        with django_assert_num_queries(queries):
            client.get(HEALTH)


def test_nothing_waits_for_anybody_in_an_archived_space(busy, lead):
    assert any(is_due for _number, _address, is_due in figures(lead).values())
    busy.archived_at = timezone.now()
    busy.save(update_fields=["archived_at"])
    shown = figures(lead)
    assert (shown["late deliverables"][0], {is_due for _number, _address, is_due in shown.values()}) == (2, {False})
