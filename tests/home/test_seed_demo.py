"""The demo community: whole, bilingual, added once, and never to anybody's own database."""

import re
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.bilingual.models import Pair, State
from cms.models import CommunitySettings, Exemption, File, User
from home.demo import people
from home.demo.deliveries import REFUSED, monday
from home.demo.files import read
from home.models import HomePage, StandardPage
from spaces import access
from spaces.models import AnnouncementPage, Article, ArticlePage, Delivery, Meeting, MeetingPage, Reply, Topic
from spaces.models.members import Membership, Profile
from spaces.models.spaces import Space, SpacePage
from spaces.models.speakers import Speaker, Talk
from spaces.models.subscriptions import WEEK, Reader, Subscription
from spaces.services import digests, documents, notices, provision, records
from tests import factories
from tests.conftest import signed_in

WORDS = [ArticlePage, AnnouncementPage, MeetingPage, SpacePage, StandardPage]
COUNTED = [
    User, Profile, Space, Topic, Membership, Subscription, Article, Page, Revision, Translation, StringTranslation,
    Reader, Delivery, Reply, records.Minutes, *records.KINDS.values(),
]  # fmt: skip


@pytest.fixture(scope="module")
def demo(once):
    """The demo, seeded once for this module and taken back at its end."""
    call_command("seed_demo", stdout=StringIO())


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_the_community_has_the_size_of_a_real_one(demo, db):
    kinds = dict(Space.objects.values_list("kind").annotate(Count("pk")).order_by())
    assert kinds == {"community": 1, "network": 1, "subgroup": 9}
    assert Article.objects.count() == len(read("articles")) >= 45
    assert {model: model.objects.count() for model in (MeetingPage, AnnouncementPage)} == {
        MeetingPage: 2 * (9 + 4),  # a series among them
        AnnouncementPage: 2 * 11 + 1,  # by exception, one is read in English alone
    }
    assert Topic.objects.count() == 24
    assert Profile.objects.count() >= 30
    assert StandardPage.objects.filter(show_in_menus=True).count() == 2 * len(read("pages")) >= 8


def test_documents_are_in_both_languages_at_their_space_and_in_the_library(demo, db):
    found = File.objects.exclude(other_file="")
    assert [sorted(copy.language for copy in file.copies) for file in found] == [["en", "fr"]] * 5
    places = Space.objects.filter(collection__in=found.values("collection"))
    assert {space.code for space in places} == {"community", "quality", "workforce"}
    assert documents.for_all().filter(title="Leçon apprise, gabarit").exists()


def test_about_a_tenth_of_the_articles_are_in_one_language(demo, db):
    languages = Article.objects.annotate(languages=Count("pages")).values_list("languages", flat=True)
    single = [n for n in languages if n == 1]
    assert set(languages) == {1, 2}
    assert 0.07 < len(single) / len(languages) < 0.15
    codes = ArticlePage.objects.filter(article__in=Article.objects.annotate(n=Count("pages")).filter(n=1))
    assert set(codes.values_list("locale__language_code", flat=True)) == {"fr", "en"}


def test_both_languages_are_originals(demo, db):
    originals = Translation.objects.values_list("source__locale__language_code").annotate(n=Count("pk")).order_by()
    assert {code for code, n in originals if n > 20} == {"fr", "en"}


def test_every_pair_is_tied_and_wholly_translated(demo, db):
    pairs = Page.objects.exclude(depth__lt=3).values("translation_key").annotate(n=Count("pk")).order_by().filter(n=2)
    tied = Translation.objects.select_related("source", "target_locale")
    assert {str(t.source.object_id) for t in tied} == {str(pair["translation_key"]) for pair in pairs}
    late = [t.source.object_repr for t in tied if t.get_progress()[0] != t.get_progress()[1]]
    assert late == [Pair.objects.get(state=State.SOURCE_CHANGED).source_page.title]
    assert all(t.get_progress()[0] > 0 for t in tied)


def test_one_exception_is_open_and_one_page_is_behind_and_both_are_said(demo, db):
    client = signed_in(User.objects.get(email="admin@example.org"))
    exemption = Exemption.objects.open().get()
    page = exemption.pair.en_page
    assert f'lang="en">{page.title}' in client.get("/fr/exceptions/").content.decode().replace("\u00a0", " ")
    with translation.override("fr"):
        notice = client.get(reverse("untranslated", args=[page.pk, page.slug])).content.decode()
    assert exemption.reason in notice
    behind = Pair.objects.get(state=State.SOURCE_CHANGED)
    assert behind.words > CommunitySettings.load().behind_words
    html = client.get(behind.target_page.specific.url).content.decode()
    assert "The French original changed on" in html


def texts(page):
    """Every string of a page that a reader meets."""
    return [segment.string.data for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)]


@pytest.mark.parametrize("model", WORDS)
def test_words_are_typed_as_each_language_types_them(demo, db, model):
    """No straight apostrophe or quotation mark, no English quotation mark in French, no space before ; ! ?"""
    for page in model.objects.select_related("locale"):
        said = re.sub(r"<[^>]+>|https?://\S+", "", " ".join([*texts(page), getattr(page, "other_summary", "")]))
        assert len(said) > 20, page
        assert re.search(r"['\"]| [;!?]", said) is None, page
        if page.language == "fr":
            assert re.search(r"[“”]|\w:\s|«\w", " ".join(texts(page))) is None, page


def test_names_of_spaces_and_topics_are_typed_as_well(demo, db):
    said = [
        getattr(row, name)
        for model, names in ((Space, ("name_fr", "mandate_fr", "name_en", "mandate_en")),
                             (Topic, ("name_fr", "description_fr", "name_en", "description_en")))
        for row in model.objects.all()
        for name in names
    ]  # fmt: skip
    assert all(said)
    assert [words for words in said if "'" in words] == []


def test_every_page_of_the_demo_opens_in_its_language(demo, db):
    client = signed_in(User.objects.get(email="admin@example.org"))
    titles = set()
    for model in (HomePage, *WORDS):
        for page in model.objects.filter(live=True):
            response = client.get(page.url)
            assert response.status_code == 200, page.url
            assert f'<html lang="{page.language}-CA"' in response.content.decode(), page.url
            titles.add(page.url)
    assert len(titles) == Page.objects.filter(live=True, depth__gt=1).count()


def test_every_demonstration_account_signs_in_and_none_could_get_real_mail(demo, db, settings):
    settings.DEMO = True
    assert all(email.endswith("@example.org") for email in User.objects.values_list("email", flat=True))
    for persona in people.personas("fr"):
        user = authenticate(None, email=persona["email"], password=people.PASSWORD)
        assert user is not None, persona
        assert user.get_full_name() != user.email
    assert {persona["email"] for persona in people.personas("fr")} == {p["email"] for p in people.personas("en")}


def test_quarterly_meetings_are_on_a_thursday_at_one_as_the_demo_says(demo, db):
    toronto, now = ZoneInfo("America/Toronto"), timezone.now()
    starts = [row.starts_at.astimezone(toronto) for row in Meeting.objects.filter(kind="quarterly")]
    assert {f"{start:%A %H:%M}" for start in starts} == {"Thursday 13:00"}
    assert sorted(start > now for start in starts) == [False] * 3 + [True] * 5, "those of next year among them"


def test_each_space_has_leads_members_topics_and_something_to_read(demo, db):
    for space in Space.objects.annotate(
        people=Count("memberships", distinct=True), read=Count("articles", distinct=True)
    ):
        assert space.memberships.filter(role="lead").exists(), space
        assert space.people >= 3, space
        assert space.topics.exists(), space
        assert space.read >= 1 or space.kind == "community", space


def test_spaces_of_the_demo_show_each_life_a_space_may_have(demo, db):
    home = {name: signed_in(User.objects.get(email=people.address(name))).get("/en/").content.decode()
            for name in ("jean-philippe.morin", "dana.whitlock")}  # fmt: skip
    assert ["Does the space go on?" in html for html in home.values()] == [True, False]
    assert [space.code for space in Space.objects.exclude(prompted_on=None)] == ["speech-recognition"]
    archived, hidden = Space.objects.get(code="callback-pilot"), Space.objects.get(code="co-chair-succession")
    lead, dana = (User.objects.get(email=people.address(name)) for name in ("sophie.doucet", "dana.whitlock"))
    assert not access.may_contribute(lead, archived)
    assert provision.settle_all() == 0, "whoever wrote there has no group for it any more"
    assert timedelta(days=95) < timezone.now() - archived.archived_at < timedelta(days=97)
    page = signed_in(dana).get("/en/callback-pilot-project/").content.decode()
    assert "it can still be read, and nothing new is added to it" in page
    assert "Four centres, a year of callbacks" in page
    assert (access.can_know(dana, hidden), access.can_enter(dana, hidden)) == (False, False)
    assert signed_in(dana).get("/en/co-chair-succession/").status_code == 404
    chair = signed_in(User.objects.get(email=people.address("gordon.macleod")))
    assert "What a co-chair hands over" in chair.get("/en/co-chair-succession/").content.decode()


def test_a_question_of_the_demo_is_answered_and_one_is_not(demo, db):
    asked = ArticlePage.objects.filter(article__kind="question").with_answers()
    assert sorted({(page.language, page.is_unanswered) for page in asked}) == [
        ("en", False), ("en", True), ("fr", False), ("fr", True),
    ]  # fmt: skip
    firsts = {page.language for page in ArticlePage.objects.in_first_language().filter(article__kind="question")}
    assert firsts == {"fr", "en"}


def test_the_log_of_deliveries_is_that_of_people_who_could_read_and_nothing_old_waits(demo, db):
    last = monday(timezone.now())
    assert set(Membership.objects.values_list("user", flat=True)) == set(Reader.objects.values_list("user", flat=True))
    rows = Delivery.objects.select_related("user", "space")
    assert rows.count() > 500
    for row in rows.exclude(space__is_open=True):
        assert access.can_enter(row.user, row.space), row
    assert {row.state for row in rows} <= {"sent", "queued", "failed", "refused"}
    assert all(row.settled_at <= last for row in rows if row.state == "sent" and row.channel != "instant")
    at_once = rows.filter(channel="instant").exclude(reason__in=("must_read", "mention", "called"))
    assert {(row.user.email, row.reason) for row in at_once} == {(people.address("dana.whitlock"), "topic")}
    assert {row.user.email for row in rows.filter(state__in=("failed", "refused"))} <= {people.address(REFUSED)}
    for reader in Reader.objects.select_related("user"):
        found = digests.preview(reader.user)
        waiting = rows.waiting().filter(user=reader.user)
        lines = [line for _at, groups in found for _heading, lines in groups for line, _why in lines]
        news = {line.key for line in lines if not line.zone}
        assert news == {row.key for row in waiting}, "what waits is the next digest, with the meetings ahead"
    for days in range(8):
        moment = timezone.now() + timedelta(days=days)
        assert (monday(moment).weekday(), monday(moment) <= moment < monday(moment) + WEEK) == (0, True)


def test_of_the_notices_some_are_read_and_the_number_is_that_of_the_others(demo, db):
    rows = Delivery.objects.order_by()
    assert rows.filter(read_at=None).count() > 50 < rows.exclude(read_at=None).count()
    for user in User.objects.filter(deliveries__isnull=False).distinct():
        assert user.unread == rows.filter(user=user, read_at=None).count(), user
        assert list(notices.of(user).order_by("pk")) == list(rows.filter(user=user).order_by("pk"))


def test_speakers_have_agreed_or_not_and_speak_at_meetings_and_elsewhere(demo, db):
    assert {bool(speaker.contact_agreed_on) for speaker in Speaker.objects.all()} == {True, False}
    assert {bool(talk.meeting_id) for talk in Talk.objects.all()} == {True, False}
    assert {bool(talk.recording_agreed_on) for talk in Talk.objects.exclude(recording_url="")} == {True, False}


def test_a_second_run_adds_nothing(demo, db):
    before = counts()
    call_command("seed_demo", stdout=StringIO())
    assert counts() == before


def test_a_second_run_brings_back_what_is_missing(demo, db):
    before = counts()
    Subscription.objects.first().delete()
    call_command("seed_demo", stdout=StringIO())
    assert counts() == before


def test_the_first_start_leaves_a_filled_database_alone(demo, db):
    Subscription.objects.first().delete()
    before, said = counts(), StringIO()
    call_command("seed_demo", if_empty=True, stdout=said)
    assert said.getvalue() == "The database has content; the demo is left alone.\n"
    assert counts() == before


def test_the_accounts_are_listed_for_who_starts_a_demonstration(demo, db, settings):
    settings.DEMO = True
    said = StringIO()
    call_command("demo_accounts", stdout=said)
    assert re.findall(r"\S+@example.org", said.getvalue()) == [person["email"] for person in people.personas("en")]
    assert people.PASSWORD in said.getvalue()
    settings.DEMO = False
    call_command("demo_accounts", stdout=(silent := StringIO()))
    assert silent.getvalue() == ""


def test_a_database_with_a_stranger_is_refused(db):
    User.objects.create_user("someone@ontario.example", "password")
    before = counts()
    with pytest.raises(CommandError, match="real people or spaces; the demo is not added"):
        call_command("seed_demo", stdout=StringIO())
    assert counts() == before


def test_a_database_with_a_space_of_its_own_is_refused(db):
    factories.space("our-own", fr="Le nôtre", en="Ours")
    before = counts()
    with pytest.raises(CommandError, match="real people or spaces; the demo is not added"):
        call_command("seed_demo", stdout=StringIO())
    assert counts() == before
