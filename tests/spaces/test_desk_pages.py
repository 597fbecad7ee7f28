"""The pages of a space at its desk: one row a page, how far it is in each language, and where it is worked on."""

from copy import deepcopy
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.models import User
from spaces import access
from spaces.models import ArticlePage, CommunityRole, FactPage, Role, SpacePage
from spaces.services import inventory, memberships
from tests import factories
from tests.once import made_once
from tests.spaces import many

PAGES = "/en/spaces/closed/desk/pages/"


@pytest.fixture(scope="module")
def made_leads(once):
    return [factories.person("Ann"), factories.person("Ben", language="fr")]


@pytest.fixture
def leads(db, made_leads):
    return deepcopy(made_leads)


made_alice, alice = made_once("alice", lambda: factories.person("Alice"))


@pytest.fixture(scope="module")
def made_closed(made_leads, made_alice):
    return factories.space("closed", fr="Fermé", en="Closed", is_open=False, leads=made_leads, members=[made_alice])


@pytest.fixture
def closed(db, made_closed):
    return deepcopy(made_closed)


@pytest.fixture
def lead(leads, as_user, closed):
    return as_user(leads[0])


def rows(client, address=PAGES):
    """{title: (what the row says, [what each language says])}"""
    html = BeautifulSoup(client.get(address).content, "html.parser")
    found = {}
    for row in html.select("li.pair"):
        first, *sides = row.find_all("div", recursive=False)
        found[first.select_one(".strong").get_text()] = (text(first), [text(side) for side in sides])
    return found


def text(tag):
    return " ".join(tag.get_text(" ").replace("\xa0", " ").split())


def chips(client, title, address=PAGES):
    """The states of one page, French first."""
    html = BeautifulSoup(client.get(address).content, "html.parser")
    row = next(row for row in html.select("li.pair") if title in row.get_text())
    return [[text(chip) for chip in side.select(".chip")] for side in row.select(".side-of")]


def test_only_those_who_run_the_space_and_read_it_see_its_pages(closed, leads, alice, bob, as_user):
    chair, editor = factories.person("Cy"), factories.person("Ed")
    CommunityRole.objects.create(user=chair, duty="federal_chair")
    memberships.grant(user=editor, space=closed, role=Role.EDITOR)
    seen = {user: as_user(user).get(PAGES).status_code for user in (leads[0], chair, editor, alice, bob)}
    assert seen == {leads[0]: 200, chair: 404, editor: 404, alice: 404, bob: 404}
    assert PAGES in as_user(leads[0]).get("/en/spaces/closed/desk/").content.decode()
    assert PAGES not in as_user(chair).get("/en/spaces/closed/desk/").content.decode()
    memberships.grant(user=chair, space=closed)
    assert as_user(chair).get(PAGES).status_code == 200


def test_a_page_has_one_row_whatever_its_languages_drafts_included(closed, lead, quality):
    factories.article(closed, fr="Rappel", en="Callback")
    factories.meeting(closed, fr="Réunion", en="Meeting")
    factories.announcement(closed, fr="Annonce", en="Announcement")
    factories.article(closed, fr="Ébauche", live=False)
    factories.article(quality, fr="D’ailleurs", en="From elsewhere")
    found = rows(lead)
    assert set(found) == {"Closed", "Callback", "Meeting", "Announcement", "Ébauche"}
    kinds = {title: said[0].partition(" · ")[0].removeprefix(f"{title} ") for title, said in found.items()}
    assert {title: words.partition(" last")[0] for title, words in kinds.items()} == {
        "Closed": "Space page", "Callback": "Practice article", "Meeting": "Meeting", "Announcement": "Announcement",
        "Ébauche": "Practice article",
    }  # fmt: skip
    french = rows(lead, "/fr/espaces/closed/bureau/pages/")
    assert set(french) == {"Fermé", "Rappel", "Réunion", "Annonce", "Ébauche"}


def make(state, page, user):
    """Bring a page that is live into a state."""
    if state == "changes":
        page.save_revision(user=user)
    elif state == "review":
        page.save_revision(user=user)
        page.get_workflow().start(page, user)
    elif state == "scheduled":
        page.go_live_at = timezone.now() + timedelta(days=3)
        page.save_revision(user=user).publish(user=user)
    elif state in {"unpublished", "expired"}:
        page.unpublish(user=user)
        Page.objects.filter(pk=page.pk).update(expired=state == "expired")


@pytest.mark.parametrize(
    ("state", "words", "choice"),
    [
        ("live", "Live", "live"),
        ("changes", "Live, with changes to publish", "changed"),
        ("review", "Live, with a change in review", "review"),
        ("scheduled", "Live, with a change scheduled", "scheduled"),
        ("unpublished", "Unpublished", "withdrawn"),
        ("expired", "Expired", "withdrawn"),
    ],
)
def test_each_state_is_said_in_words_and_may_be_looked_for(state, words, choice, closed, lead, leads):
    page = factories.article(closed, fr="Rappel", en="Callback").made["fr"]
    factories.article(closed, fr="Autre", live=False)
    make(state, ArticlePage.objects.get(pk=page.pk), leads[0])
    assert chips(lead, "Callback") == [[words], ["Live"]]
    assert "Callback" in rows(lead, f"{PAGES}?state={choice}")
    others = set(inventory.PageState.values) - {choice, "live", "missing"}
    assert [other for other in others if "Callback" in rows(lead, f"{PAGES}?state={other}")] == []


def test_what_was_never_live_is_a_draft_in_review_or_scheduled(closed, lead, leads):
    for title in ("Draft one", "Reviewed one", "Scheduled one"):
        page = factories.article(closed, en=title, live=False).made["en"]
        page.save_revision(user=leads[0])
        if title == "Reviewed one":
            page.get_workflow().start(page, leads[0])
        if title == "Scheduled one":
            page.go_live_at = timezone.now() + timedelta(days=3)
            page.save_revision(user=leads[0]).publish(user=leads[0])
    said = {title: chips(lead, title) for title in ("Draft one", "Reviewed one", "Scheduled one")}
    assert said == {
        "Draft one": [["Missing"], ["Draft"]],
        "Reviewed one": [["Missing"], ["In review"]],
        "Scheduled one": [["Missing"], ["Scheduled"]],
    }
    html = BeautifulSoup(lead.get(PAGES).content, "html.parser")
    assert len(html.select(".side-of time")) == 1  # the moment of the one that is scheduled
    assert set(rows(lead, f"{PAGES}?state=missing")) == set(said)


def test_filters_narrow_the_list_together_and_unknown_ones_are_none(closed, lead):
    factories.article(closed, fr="Rappel", en="Callback")
    factories.article(closed, fr="Seule")
    factories.meeting(closed, fr="Réunion", en="Meeting")
    assert set(rows(lead, f"{PAGES}?kind=article")) == {"Callback", "Seule"}
    assert set(rows(lead, f"{PAGES}?kind=article&state=missing")) == {"Seule"}
    assert set(rows(lead, f"{PAGES}?kind=meeting&state=old")) == set()
    assert "No page matches these filters" in lead.get(f"{PAGES}?kind=meeting&state=old").content.decode()
    assert len(rows(lead, f"{PAGES}?kind=king&state=%00")) == 4


def test_the_row_says_who_changed_the_page_last_and_leads_to_it(closed, lead, leads):
    pages = factories.article(closed, fr="Rappel", en="Callback").made
    ArticlePage.objects.get(pk=pages["fr"].pk).save_revision(user=leads[1])
    said = rows(lead)["Callback"][0]
    assert said.endswith("by Ben Test")
    html = lead.get(PAGES).content.decode()
    assert f'<a class="strong" href="{pages["en"].url}">Callback</a>' in html
    french = lead.get("/fr/espaces/closed/bureau/pages/").content.decode()
    assert f'<a class="strong" href="{pages["fr"].url}">Rappel</a>' in french


def test_a_title_of_the_other_language_says_which_and_leads_to_the_notice(closed, lead):
    page = factories.article(closed, fr="Seule").made["fr"]
    html = lead.get(PAGES).content.decode()
    assert f'href="/en/untranslated/{page.pk}/{page.slug}/" lang="fr">Seule</a>' in html
    draft = factories.article(closed, fr="Ébauche", live=False).made["fr"]
    draft.title = "Ébauche neuve"
    draft.save_revision()
    assert '<span class="strong" lang="fr">Ébauche neuve</span>' in lead.get(PAGES).content.decode()


def test_a_lead_edits_translates_and_adds_and_the_links_open(closed, lead):
    pages = factories.article(closed, fr="Rappel", en="Callback").made
    alone = factories.article(closed, en="Alone").made["en"]
    html = lead.get(PAGES).content.decode()
    edit = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages.values()]
    translate = reverse("translation_ask", args=[alone.pk])
    add = [
        reverse("wagtailadmin_pages:add", args=["spaces", model, parent.pk])
        for parent in factories.parents(closed).values()
        for model in ("articlepage", "meetingpage", "announcementpage")
    ]
    for address in (*edit, translate, *add):
        assert f'href="{address}"' in html
        assert lead.get(address).status_code == 200
    assert html.count("/translations/ask/") == 1


def test_who_reads_but_may_not_write_gets_no_link_to_the_admin(closed, as_user):
    chair = factories.person("Cy")
    CommunityRole.objects.create(user=chair, duty="provincial_chair")
    memberships.grant(user=chair, space=closed)
    factories.article(closed, en="Alone")
    html = as_user(chair).get(PAGES).content.decode()
    assert "Alone" in html
    assert "/admin/" not in html
    memberships.grant(user=chair, space=closed, role=Role.TO_FRENCH)  # translates and publishes in French, adds nothing
    html = as_user(chair).get(PAGES).content.decode()
    assert "/translations/ask/" in html
    assert "/add/" not in html


def test_nothing_is_offered_below_a_page_that_has_no_twin_nor_in_an_archive(closed, lead, leads):
    alone = factories.article(closed, en="Alone").made["en"]
    SpacePage.objects.get(space=closed, locale__language_code="fr").delete()
    html = lead.get(PAGES).content.decode()
    translate = reverse("translation_ask", args=[alone.pk])
    assert translate not in html  # it would stand under nothing
    assert reverse("translation_ask", args=[factories.parents(closed)["en"].pk]) in html
    assert html.count("/admin/pages/add/") == 3
    closed.archived_at = timezone.now()
    closed.save(update_fields=["archived_at"])
    html = lead.get(PAGES).content.decode()
    assert ("/admin/pages/" in html, "/translations/ask/" in html) == (False, False)


def test_who_may_edit_a_page_is_who_the_admin_lets_in(closed, leads, alice, chantal, quality):
    """access.may_edit asks nothing of the database for each page; Wagtail's policies, with ours on top, must agree."""
    editor, translator, chair = (factories.person(name) for name in ("Ed", "Tess", "Cy"))
    memberships.grant(user=editor, space=closed, role=Role.EDITOR)
    memberships.grant(user=translator, space=closed, role=Role.TO_ENGLISH)
    CommunityRole.objects.create(user=chair, duty="federal_chair")
    root = User.objects.create_superuser("root@example.org", "password")
    policy, pages = policy_registry.get_by_type(Page), {}
    for space in (closed, quality):
        made = factories.article(space, fr=f"Rappel {space.code}", en=f"Callback {space.code}").made
        pages[space] = [*factories.parents(space).values(), *made.values()]
    people = [leads[0], editor, translator, alice, chair, chantal, root]
    allowed = {}
    for user in (User.objects.get(pk=person.pk) for person in people):
        for act in ("change", "add"):
            said = [access.may_edit(user, page, space.pk, act) for space in pages for page in pages[space]]
            asked = [policy.user_has_permission_for_instance(user, act, page) for of in pages.values() for page in of]
            assert said == asked, (user, act)
            allowed[user.first_name, act] = sum(said)
    assert {name: number for (name, act), number in allowed.items() if act == "change"} == {
        "Ann": 4, "Ed": 4, "Tess": 2, "Alice": 0, "Cy": 0, "Chantal": 4, "": 8,
    }  # fmt: skip


def test_every_type_of_page_a_space_holds_is_in_the_list():
    def concrete(model):
        below = [kind for child in model.__subclasses__() for kind in concrete(child)]
        return below if model._meta.abstract else [model, *below]

    assert set(inventory.KINDS.values()) == {SpacePage, *concrete(FactPage)}


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_costs_the_same_whatever_its_length(count, closed, lead, leads, django_assert_num_queries):
    many.articles(closed, count, author=leads[0])
    many.meetings(closed, count)
    many.announcements(closed, count, author=leads[0])
    many.drafts(ArticlePage.objects.filter(locale__language_code="fr"), leads)
    for address in (PAGES, f"{PAGES}?state=behind", f"{PAGES}?state=changed&kind=article"):
        for _ in range(2):
            lead.get(address)
        with django_assert_num_queries(11):
            assert lead.get(address).status_code == 200


def test_long_lists_are_paged_and_the_last_changed_come_first(closed, lead, leads):
    many.announcements(closed, 55, author=leads[0])
    touched = factories.article(closed, en="Touched").made["en"]
    touched.save_revision(user=leads[0])
    first, second = rows(lead), rows(lead, f"{PAGES}?page=2")
    assert (len(first), len(second), next(iter(first))) == (50, 7, "Touched")
    assert "57 pages" in lead.get(PAGES).content.decode()
    assert not set(first) & set(second)
