"""The demo community's words: pages in both languages, tied as original and translation."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry

from cms.bilingual import ledger, listeners
from cms.bilingual.addresses import slug_words
from cms.bilingual.pairs import tie
from cms.models import Exemption, User
from home.demo.files import LANGUAGES, agenda, body, read
from home.demo.people import DOMAIN
from home.models import HomePage, StandardPage
from spaces.models import (
    Announcement,
    AnnouncementPage,
    Article,
    ArticlePage,
    Jurisdiction,
    Meeting,
    MeetingKind,
    MeetingPage,
    Profile,
    SpacePage,
    Topic,
)  # fmt: skip

ARTICLE_WORDS = (
    "title", "summary", "problem", "solution", "outcome", "answer", "result_label", "tools", "other_summary",
)  # fmt: skip
ARTICLE_FACTS = ("kind", "maturity", "scale", "cost", "result_before", "result_after", "result_unit", "measured_on")
SUPPORT = f"nadia.haddad@{DOMAIN}"
MEETING_FACTS = ("kind", "level", "time_zone", "languages", "interpretation", "captions")
THURSDAY = 3  # of the week that holds the offset: the demo says so of its quarterly meetings


class Writer:
    """Writes pairs of pages under pairs of parents."""

    def __init__(self):
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.homes = {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}
        self.support = User.objects.filter(email=SUPPORT).first()  # publishes what has no author

    @transaction.atomic
    def pair(self, model, parents, original, words, *, when, owner=None, **facts):
        """One page a language given in `words` ({"fr": {field: value}}); the original first. Returns the pages."""
        pages, key = {}, None
        for code in sorted(words, key=lambda code: code != original):
            page = model(
                **facts, **words[code], owner=owner, locale=self.locales[code], live=True,
                first_published_at=when, last_published_at=when,
            )  # fmt: skip
            page.draft_title = page.title
            page.slug = words[code].get("slug") or slug_words(page.title)
            page.translation_key = key or page.translation_key
            parents[code].add_child(instance=page)
            revision = page.save_revision(user=owner, changed=False, log_action=False)
            Page.objects.filter(pk=page.pk).update(
                live_revision=revision, last_published_at=when, latest_revision_created_at=when
            )
            PageLogEntry.objects.log_action(page, "wagtail.publish", user=owner or self.support, timestamp=when)
            pages[code], key = page, page.translation_key
        if len(pages) == len(LANGUAGES):
            tie(pages[original], pages["en" if original == "fr" else "fr"], user=owner)
        return pages

    @transaction.atomic
    def change(self, page, blocks, code, *, by):
        """What its author added yesterday to a page that is live: its translation does not follow it yet."""
        ledger.assess_if_due(page.translation_key)  # until then, both languages said the same
        when = timezone.now() - timedelta(days=1)
        page = type(page).objects.get(pk=page.pk)
        page.body = json.dumps(body(code, blocks, page.language))
        page.last_published_at = when
        page.save()
        revision = page.save_revision(user=by, changed=False, log_action=False)
        Page.objects.filter(pk=page.pk).update(live_revision=revision, latest_revision_created_at=when)
        PageLogEntry.objects.log_action(page, "wagtail.publish", user=by or self.support, timestamp=when)
        listeners.written(page, by=by)


def has_page(model, **facts):
    return model.objects.filter(**facts).exists()


def write_ordinary(writer):
    for item in sorted(read("pages"), key=lambda item: item["order"]):
        if not has_page(StandardPage, slug=item["fr"]["slug"]):
            words = {
                code: {**item[code], "body": json.dumps(body(item["code"], item["body"], code))} for code in LANGUAGES
            }
            writer.pair(
                StandardPage, writer.homes, item["original"], words, when=timezone.now() - timedelta(days=300),
                show_in_menus=True,
            )  # fmt: skip


def write_spaces(writer, spaces):
    """The two pages of each space; returns {code: {"fr": page, "en": page}}."""
    found = {}
    for row in read("spaces.toml")["space"]:
        space = spaces[row["code"]]
        pages = {page.language: page for page in SpacePage.objects.filter(space=space)}
        if not pages:
            words = {code: {"title": row[f"name_{code}"], "introduction": row[f"intro_{code}"]} for code in LANGUAGES}
            when = timezone.now() - timedelta(days=500)
            pages = writer.pair(SpacePage, writer.homes, row["original"], words, when=when, space=space)
        found[row["code"]] = pages
    return found


def write_articles(writer, spaces, parents, people, topics, report=lambda n: None):
    places = {place.code: place for place in Jurisdiction.objects.all()}
    for number, item in enumerate(read("articles"), 1):
        live = LANGUAGES if item["languages"] == "both" else (item["languages"],)
        if not has_page(ArticlePage, title=item[live[0]]["title"]):
            when = timezone.now() - timedelta(days=item["days_ago"], hours=number % 9)
            author = people[item["author"]]
            article = Article.objects.create(
                space=spaces[item["space"]], jurisdiction=places[item["jurisdiction"]], author=author,
                contact=people[item["contact"]], channels=item["channels"], published_at=when,
                **{name: item[name] for name in ARTICLE_FACTS if name in item},
            )  # fmt: skip
            article.topics.set(topics[code] for code in item["topics"])
            words = {
                code: {name: item[code][name] for name in ARTICLE_WORDS if name in item[code]}
                | {"body": json.dumps(body(item["code"], item["body"], code))}
                for code in live
            }
            original = item["original"] if item["original"] in live else live[0]
            pages = writer.pair(
                ArticlePage, parents[item["space"]], original, words, when=when, owner=author, article=article
            )
            if "later" in item:
                writer.change(pages[original], [*item["body"], *item["later"]], item["code"], by=author)
        report(number)


def write_meetings(writer, spaces, parents, topics):
    for item in read("meetings"):
        if has_page(MeetingPage, title=item["fr"]["title"]):
            continue
        starts = meeting_start(item)
        meeting = Meeting.objects.create(
            space=spaces[item["space"]], starts_at=starts, ends_at=starts + timedelta(minutes=item["minutes"]),
            reply_by=starts - timedelta(days=item["reply_days_before"]) if "reply_days_before" in item else None,
            seats=item.get("seats"), teams_url=f"https://teams.microsoft.com/l/meetup-join/{item['code']}",
            sign_languages=item.get("sign_languages", ""), **{name: item[name] for name in MEETING_FACTS},
        )  # fmt: skip
        meeting.topics.set(topics[code] for code in item["topics"])
        words = {
            code: {
                **item[code],
                "agenda": json.dumps(agenda(item["code"], chosen(item["agenda"]), code)),
                "body": json.dumps(body(item["code"], item.get("body", []), code)),
            }
            for code in LANGUAGES
        }
        when = min(starts - timedelta(days=21), timezone.now() - timedelta(days=2))
        writer.pair(MeetingPage, parents[item["space"]], item["original"], words, when=when, meeting=meeting)


def chosen(items):
    """Items of an agenda with the rows their topics and members are."""
    topics = dict(Topic.objects.values_list("code", "pk"))
    people = dict(Profile.objects.values_list("user__email", "pk"))
    return [
        item | {"topic": topics.get(item.get("topic")), "person": people.get(f"{item.get('person')}@{DOMAIN}")}
        for item in items
    ]


def is_holiday(day):
    """The days around Christmas and New Year, when nobody calls a meeting."""
    return (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 4)


def meeting_start(item):
    """The working day nearest the offset, at the hour of the meeting's own clock; a Thursday for a quarterly one."""
    day = timezone.localdate() + timedelta(days=item["days_from_now"])
    if item["kind"] == MeetingKind.QUARTERLY:
        day += timedelta(days=THURSDAY - day.weekday())
    while day.weekday() > 4 or is_holiday(day):
        day += timedelta(days=7 if item["kind"] == MeetingKind.QUARTERLY else 1)
    hour, minute = (int(part) for part in item["start"].split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(item["time_zone"]))


def write_announcements(writer, spaces, parents, people):
    for item in read("announcements"):
        if has_page(AnnouncementPage, title=item[item["original"]]["title"]):
            continue
        when, author = timezone.now() - timedelta(days=item["days_ago"], hours=2), people[item["author"]]
        announcement = Announcement.objects.create(
            space=spaces[item["space"]], author=author, is_must_read=item.get("must_read", False), published_at=when
        )
        live = [code for code in LANGUAGES if code in item]
        words = {code: {**item[code], "body": json.dumps(body(item["code"], item["body"], code))} for code in live}
        pages = writer.pair(
            AnnouncementPage, parents[item["space"]], item["original"], words, when=when, owner=author,
            announcement=announcement,
        )  # fmt: skip
        if "exception" in item:
            write_exception(pages[item["original"]], item["exception"], people, by=author)


def write_exception(page, said, people, *, by):
    """Why a page of official content is read in one language for the time being.

    The ledger takes the other pages in at the end (seed_demo); what an exception is about, it has to know now.
    """
    pair, due_on = ledger.assess(page.translation_key), timezone.localdate() + timedelta(days=said["due_in_days"])
    Exemption.objects.create(
        pair=pair, language=page.language, reason=said["reason"], reason_language=page.language,
        owner=people[said["owner"]], due_on=due_on, by=by,
    )  # fmt: skip
