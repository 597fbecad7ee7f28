"""Exceptions: recorded in full, read by every member who may read the page, chased, ended by the other language."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from cms.bilingual import gate, ledger
from cms.bilingual.gate_models import Ending, Exemption
from cms.bilingual.models import Pair
from cms.models import User
from spaces import access_status
from spaces.models import AnnouncementPage, CommunityRole, Duty, Membership, today
from spaces.services import exceptions, parity, translations
from spaces.services.translation_status import Report
from spaces.views.exceptions import PAGE
from tests import factories
from tests.spaces import many
from tests.spaces.excepting import REASON, again, alone, at, filled, soup, titles
from tests.spaces.side_by_side import words
from tests.spaces.team import OTHER, asked, fresh, official, ready, to, twin_of

pytestmark = pytest.mark.django_db
either_way = pytest.mark.parametrize("source", ["fr", "en"])


@pytest.fixture
def page(quality, source, people):
    """Official content that its lead published, and that waits for its other language."""
    page = official(quality, source)
    page.latest_revision.publish(user=people.lead)
    return again(page)


@pytest.fixture
def client(people, as_user):
    User.objects.filter(pk=people.lead.pk).update(language="en")
    return as_user(people.lead)


def test_it_is_recorded_on_a_form_and_what_waited_is_live(client, page, people):
    response = client.post(at("exception_new", page.pk), filled(people.editor))
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert again(page).live
    row = Exemption.objects.get()
    assert (row.language, row.reason, row.reason_language, row.owner, row.by) == (
        page.language, REASON, "en", people.editor, people.lead
    )  # fmt: skip


@pytest.mark.parametrize("name", ["reason", "owner", "due_on"])
def test_nothing_of_it_may_be_left_out(client, page, people, name):
    data = filled(people.editor) | {name: "   "}
    html = client.post(at("exception_new", page.pk), data).content.decode()
    assert "This field is required." in html or "Select a valid choice" in html or "Enter a valid date" in html
    assert (Exemption.objects.count(), again(page).live) == (0, False)


def test_a_day_that_is_past_is_refused_in_words(client, page, people):
    yesterday = (today() - timedelta(days=1)).isoformat()
    html = client.post(at("exception_new", page.pk), filled(people.editor, due_on=yesterday)).content.decode()
    assert "This day is past: choose today or a later one." in html
    assert REASON in html
    assert not Exemption.objects.exists()


@pytest.mark.parametrize("who", ["member", "outsider", "editor"])
def test_only_who_may_publish_the_page_records_changes_or_takes_back(people, page, as_user, who):
    client = as_user(getattr(people, who))
    assert client.post(at("exception_new", page.pk), filled(people.lead)).status_code == 404
    row = alone(page, people.lead)
    assert client.get(at("exception", row.pk)).status_code == 404
    assert client.post(at("exception_take_back", row.pk)).status_code == 404
    assert Exemption.objects.open().get().reason == REASON


@pytest.mark.parametrize("of", ["the same language", "the other one"])
def test_whoever_would_record_a_second_one_is_led_to_the_first(client, page, people, of):
    asked(page, people.editor)
    chosen, other = (again(page), twin_of(page))
    row = alone(chosen, people.lead)
    wanted = chosen if of == "the same language" else other
    assert client.get(at("exception_new", wanted.pk)).url == at("exception", row.pk)
    assert client.post(at("exception_new", wanted.pk), filled(people.editor)).url == at("exception", row.pk)
    assert Exemption.objects.count() == 1


def offered(client, page):
    """What the editors’ desk offers about exceptions, on opening a page."""
    found = soup(client, reverse("wagtailadmin_pages:edit", args=[page.pk])).select("a")
    return [" ".join(way.get_text().split()) for way in found if "exception" in way.get("href", "")]


def test_the_desk_offers_the_exception_that_can_be_recorded_or_changed_and_no_other(client, page, people, as_user):
    asked(page, people.editor)
    gate.keep(again(page).latest_revision, by=people.lead)
    assert offered(client, again(page)) == ["Record an exception"]
    assert offered(as_user(people.editor), again(page)) == [], "who may not publish it"
    twin = twin_of(page)
    gate.keep(twin.latest_revision, by=people.lead)
    assert offered(client, twin) == [], "an exception would make no word of it ready"
    alone(again(page), people.lead)
    assert again(page).live
    gate.keep(twin.latest_revision, by=people.lead)
    assert offered(client, twin) == ["Change the exception"], "once"


def test_an_article_needs_none(client, quality):
    article = factories.article(quality, fr="Rappel").made["fr"]
    assert client.get(at("exception_new", article.pk)).status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_member_reads_the_list(page, people, alice, as_user, language, source):
    alone(page, people.lead, owner=people.editor)
    client = as_user(alice)
    assert titles(client, language) == ["Fermeture"]
    row = soup(client, at("exceptions", language=language)).select_one("main li.feed")
    assert [part.get("lang", language) for part in (row.select_one("h2 a"), row.q)] == [source, "fr"]
    said = words(row)
    assert REASON in said
    assert str(people.editor) in said
    assert {"fr": "Pas encore en", "en": "Not yet in"}[language] in said
    assert client.get(row.a["href"]).status_code == 200


@either_way
def test_the_address_of_the_missing_language_says_why_until_when_and_who(page, people, alice, as_user, source):
    language = OTHER[source]
    alone(page, people.lead, owner=people.editor)
    with translation.override(language):
        notice = soup(as_user(alice), reverse("untranslated", args=[page.pk, page.slug])).select_one(".notice")
    said = words(notice)
    assert notice.q.get("lang", language) == "fr", "as its lead reads"
    assert REASON in said
    assert str(people.editor) in said
    assert {"fr": "Par exception, elle est d’abord en ligne en anglais", "en": "By exception, it is read in French first"}[
        language
    ] in said  # fmt: skip


def test_what_one_may_not_read_and_what_nobody_reads_is_not_listed(identity, people, alice, bob, as_user, quality):
    closed = official(identity, title="Fermée")
    lead = people.lead
    Membership.objects.create(user=lead, space=identity)
    factories.excepted(closed, owner=lead)
    closed.latest_revision.publish()
    draft = official(quality, title="Pas encore publiée")
    factories.excepted(draft, owner=lead)
    assert again(closed).live
    assert not again(draft).live
    assert titles(as_user(alice)) == ["Fermée"]
    client = as_user(bob)
    assert titles(client) == []
    assert "No exception is open." in client.get(at("exceptions")).content.decode()
    assert "Fermée" not in client.get(at("exceptions")).content.decode()


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_costs_the_same_however_long_it_is(quality, people, as_user, alice, count, django_assert_num_queries):
    many.announcements(quality, count, author=None)
    twins = AnnouncementPage.objects.filter(locale__language_code="en")
    ledger.assess_all(list(twins.values_list("translation_key", flat=True)))
    twins.update(live=False)
    Exemption.objects.bulk_create(
        Exemption(pair=pair, language="fr", reason=REASON, reason_language="fr", owner=people.lead, due_on=today())
        for pair in Pair.objects.filter(pk__in=twins.values("translation_key"))
    )
    client = as_user(alice)
    client.get(at("exceptions"))
    with django_assert_num_queries(10):
        assert len(titles(client)) == min(count, PAGE)


@either_way
def test_it_ends_by_itself_when_the_other_language_is_published(page, people, source, as_user, alice):
    row = alone(page, people.lead)
    task, _mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    row.refresh_from_db()
    assert (row.ending, titles(as_user(alice))) == (Ending.PUBLISHED, [])


def test_it_is_handed_over_and_put_off_with_the_new_owner_told(client, page, people, posted):
    row = alone(page, people.lead)
    Exemption.objects.update(chased_on=today())
    later = today() + timedelta(days=20)
    mail.outbox.clear()
    with posted():
        client.post(at("exception", row.pk), filled(people.editor, due_on=later.isoformat()))
    row.refresh_from_db()
    assert (row.owner, row.due_on, row.chased_on) == (people.editor, later, None)
    assert list(to()) == ["editor"]


def test_it_is_taken_back_only_while_the_page_is_not_read_alone(client, people, quality):
    draft = official(quality)
    row = factories.excepted(draft, owner=people.lead)
    client.post(at("exception_take_back", row.pk))
    row.refresh_from_db()
    assert row.ending == Ending.TAKEN_BACK
    row = factories.excepted(draft, owner=people.lead)
    draft.latest_revision.publish()
    html = client.post(at("exception_take_back", row.pk), follow=True).content.decode()
    assert "The page is read in one language: publish the other one, or unpublish it." in html
    assert Exemption.objects.open().exists()


# -- chased


def chase(days, posted):
    """Who is written to on a day, counted from today."""
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False), posted():
        exceptions.chase()
    return to()


def test_its_owner_is_written_to_on_the_day_and_each_week_after_in_their_language(page, people, posted):
    owner = people.other_english
    User.objects.filter(pk=owner.pk).update(language="fr")
    row = alone(page, people.lead, owner=owner)
    written = [days for days in (0, 6, 7, 7, 8, 13, 14, 20, 21) if chase(days, posted)]
    assert written == [7, 14, 21]
    (message,) = mail.outbox
    assert message.to == [owner.email]
    assert "est attendue : « Fermeture »" in message.subject.replace("\u00a0", " ")
    assert REASON in message.body
    row.close(Ending.PUBLISHED)
    assert chase(40, posted) == {}


def test_when_its_owner_is_gone_who_recorded_it_is_written_to_then_the_chairs(page, people, posted):
    chair = factories.person("Chair")
    CommunityRole.objects.create(user=chair, duty=Duty.FEDERAL_CHAIR)
    alone(page, people.lead, owner=people.editor)
    User.objects.filter(pk=people.editor.pk).update(is_active=False)
    assert list(chase(8, posted)) == ["lead"]
    User.objects.filter(pk=people.lead.pk).update(is_active=False)
    assert list(chase(16, posted)) == ["chair"]


def test_open_exceptions_are_counted_with_parity(page, people):
    alone(page, people.lead)
    report = Report(access_status.scope(fresh(people.lead)), "en")
    whole, (space,) = parity.figures(report)
    assert (whole.exceptions, space.exceptions) == (1, 1)
    keys, _totals = report.listed({"exception": "open"})
    assert keys == [page.translation_key]


# -- where it is changed


def ways(soup, address):
    return [words(link) for link in soup.find_all("a", href=address)]


def test_the_list_leads_whoever_may_to_change_it(page, people, alice, as_user):
    address = at("exception", alone(page, people.lead).pk)
    assert ways(soup(as_user(people.lead), at("exceptions")), address) == ["Change – Fermeture"]
    for other in (alice, people.editor):
        assert ways(soup(as_user(other), at("exceptions")), address) == []


@either_way
def test_so_do_the_translation_and_the_form_of_either_page(page, people, as_user, source):
    ready(page, people, source)
    address = at("exception", alone(page, people.lead).pk)
    doors = [at("translation", page.translation_key)]
    doors += [
        reverse("wagtailadmin_pages:edit", args=[one.pk]) for one in ledger.pages_of(page.translation_key).values()
    ]
    User.objects.filter(pk__in=[people.lead.pk, people.editor.pk]).update(language="en")
    for who, found in ((people.lead, ["Change the exception"]), (people.editor, [])):
        client = as_user(who)
        assert [ways(soup(client, door), address) for door in doors] == [found] * 3


def test_a_form_says_until_when_its_page_is_read_alone(client, page, people):
    alone(page, people.lead)
    form = words(soup(client, reverse("wagtailadmin_pages:edit", args=[page.pk])))
    named = {"fr": ("French", "English"), "en": ("English", "French")}[page.language]
    assert "By exception, the {} page is read before the {} one, which is due on".format(*named) in form


@pytest.mark.parametrize(("language", "word"), [("en", "Choose somebody"), ("fr", "Choisissez une personne")])
def test_who_sees_to_it_is_asked_in_words(client, page, language, word):
    found = soup(client, at("exception_new", page.pk, language=language)).select_one("select[name=owner] option")
    assert (found.get_text(), found["value"]) == (word, "")
