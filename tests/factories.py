"""Small builders: real rows, no surprises. Words are given by the test that reads them."""

import json
from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page

from cms.bilingual import ledger, term_writing
from cms.bilingual.cases import segments_of
from cms.models import Concept, Exemption, File, Picture, Publication, Standing, Term, User
from home.models import HomePage, StandardPage
from spaces.models import (
    Announcement,
    AnnouncementPage,
    Article,
    ArticleKind,
    ArticlePage,
    Jurisdiction,
    Meeting,
    MeetingPage,
    Membership,
    Profile,
    Role,
    Space,
    SpacePage,
    Topic,
)
from tests.published import pages

OTHER = {"fr": "en", "en": "fr"}


def person(first, *, language="en", zone="America/Toronto", jurisdiction="ca", **fields):
    """An account with a profile; password «password»."""
    user = User.objects.create_user(
        f"{first.lower()}@example.org", "password", first_name=first, last_name="Test", language=language,
        time_zone=zone, **fields,
    )  # fmt: skip
    Profile.objects.create(user=user, jurisdiction=Jurisdiction.objects.get(code=jurisdiction))
    return user


def moderator(first, *, language="fr"):
    """Who may publish anywhere."""
    user = person(first, language=language)
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


def editor(first, *, language="fr", jurisdiction="qc"):
    """Who may edit and translate anywhere."""
    user = person(first, language=language, jurisdiction=jurisdiction)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def space(code="quality", *, is_open=True, is_listed=True, fr="Qualité", en="Quality", members=(), leads=(), **facts):
    """A space with its two pages."""
    row = Space.objects.create(
        code=code, name_fr=fr, name_en=en, mandate_fr=f"Mandat {fr}", mandate_en=f"Mandate {en}", is_open=is_open,
        is_listed=is_listed, **facts,
    )  # fmt: skip
    pair(SpacePage, homes(), {"fr": {"title": fr}, "en": {"title": en}}, space=row)
    for role, users in ((Role.MEMBER, [*members, *leads]), (Role.LEAD, leads)):
        for user in dict.fromkeys(users):
            Membership.objects.create(user=user, space=row, role=role)
    return row


def homes():
    return {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}


def parents(row):
    return {page.locale.language_code: page for page in SpacePage.objects.filter(space=row).select_related("locale")}


def pair(model, under, words, *, live=True, **facts):
    """One page a language of `words`, as publication leaves them; returns {"fr": page, "en": page}."""
    is_alone = len(words) == 1 and model.publication == Publication.PAIRED
    return (
        written(model, under, words, live=live, **facts) if is_alone or not live else pages(model, under, words, facts)
    )


def written(model, under, words, *, live=True, **facts):
    """The same, published by the acts editors publish with."""
    pages, key = {}, None
    with ledger.at_the_end():
        for code, fields in words.items():
            page = model(**fields, **facts, live=False, locale=under[code].locale)
            if key:
                page.translation_key = key
            Page.objects.get(pk=under[code].pk).add_child(instance=page)
            key = page.translation_key
            if live:
                revision = page.save_revision(clean=False)  # as the form leaves it, which has looked at it already
                if len(words) == 1 and model.publication == Publication.PAIRED:
                    excepted(page)
                revision.publish()  # official content waits for its other language
            pages[code] = page
    for page in pages.values():
        page.refresh_from_db()
    return pages


def excepted(page, *, owner=None, days=7, **facts):
    """An exception that lets a page of official content be read without its other language."""
    given = {"reason": "Urgent.", "reason_language": page.language, "owner": owner, "by": owner, **facts}
    due = timezone.localdate() + timedelta(days=days)
    return Exemption.objects.create(
        pair=ledger.assess(page.translation_key), language=page.language, due_on=due, **given
    )


def publish(pages):
    """What was changed by hand in both languages, published as saying the same."""
    for page in pages.values():
        page.save_revision()
    pair = ledger.assess(page.translation_key)
    texts = [segments_of(pages[code]) for code in (pair.source, pair.target)]
    ledger.take_as_equal(pair, *texts, by=None)
    for page in pages.values():
        page.latest_revision.publish()
    for page in pages.values():
        page.refresh_from_db()


def text(words):
    """Raw data of a body with one paragraph."""
    return json.dumps([{"type": "text", "value": f"<p>{words}</p>", "id": "11111111-1111-4111-8111-111111111111"}])


def topic(code="callback", fr="Rappel", en="Callback"):
    return Topic.objects.get_or_create(code=code, defaults={"name_fr": fr, "name_en": en})[0]


def article(row, *, fr=None, en=None, summary_fr="Résumé.", summary_en="Summary.", body="", raw="", topics=(),
            days_ago=0, jurisdiction="ns", author=None, live=True, **words):  # fmt: skip
    """An article fact with its pages in the languages whose title is given; `raw` is a body as it is stored."""
    fact = Article.objects.create(
        space=row, jurisdiction=Jurisdiction.objects.get(code=jurisdiction), author=author, contact=author
    )
    fact.topics.set(topics)
    said = {}
    for code, title, summary in (("fr", fr, summary_fr), ("en", en, summary_en)):
        if title:
            said[code] = {"title": title, "summary": summary, "body": raw or text(body or title), **words}
    pages = pair(ArticlePage, parents(row), said, article=fact, live=live)
    fact.refresh_from_db()
    if live:
        fact.published_at = timezone.now() - timedelta(days=days_ago)
        fact.save(update_fields=["published_at"])
    fact.made = pages
    return fact


def with_more(said, more):
    """{language: fields} of a page, with `more` of them in each language."""
    return {code: {**fields, **(more or {}).get(code, {})} for code, fields in said.items()}


def meeting(row, *, fr="Réunion", en="Meeting", starts=None, minutes=120, zone="America/Toronto", agenda=(), more=None,
            **facts):  # fmt: skip
    starts = starts or timezone.now() + timedelta(days=10)
    fact = Meeting.objects.create(
        space=row, starts_at=starts, ends_at=starts + timedelta(minutes=minutes), time_zone=zone, **facts
    )
    raw = json.dumps([{"type": "item", "value": {"lead": "", "kind": "", **item}} for item in agenda])
    words = {
        "fr": {"title": fr, "summary": "Résumé.", "agenda": raw},
        "en": {"title": en, "summary": "Summary.", "agenda": raw},
    }
    fact.made = pair(MeetingPage, parents(row), with_more(words, more), meeting=fact)
    return fact


def question(row, **said):
    """An article that asks; its answer is a word like the others, `answer`."""
    fact = article(row, **said)
    fact.kind = ArticleKind.QUESTION
    fact.save(update_fields=["kind"])
    return fact


def announcement(row, *, fr="Annonce", en="Announcement", author=None, more=None, **facts):
    fact = Announcement.objects.create(space=row, author=author, **facts)
    words = {"fr": {"title": fr, "summary": "Résumé."}, "en": {"title": en, "summary": "Summary."}}
    fact.made = pair(AnnouncementPage, parents(row), with_more(words, more), announcement=fact)
    return fact


def ordinary(fr="Mandat", en="Terms of reference", **facts):
    words = {"fr": {"title": fr, "body": text(fr)}, "en": {"title": en, "body": text(en)}}
    return pair(StandardPage, homes(), words, **facts)


def folder(row):
    """The collection of a space, made the first time it is asked for."""
    if row.collection is None:
        row.collection = Collection.get_first_root_node().add_child(name=row.code)
        row.save(update_fields=["collection"])
    return row.collection


def document(name="guide.txt", content=b"how we do it", *, title="Guide", row=None, **fields):
    """A document of a space, or of the community library."""
    place = {"collection": folder(row)} if row else {}
    return File.objects.create(title=title, file=ContentFile(content, name=name), **place, **fields)


def picture(name="plan.png", *, row=None, **fields):
    place = {"collection": folder(row)} if row else {}
    return Picture.objects.create(title="Plan", file=get_test_image_file(name), **place, **fields)


def concept(
    code="best-practice", *, fr=("pratique exemplaire",), en=("best practice",), avoid_fr=(), avoid_en=(), **facts
):
    """A concept of the term base: the first name of a language is the preferred one; {"text": …, "note": …} says more."""
    terms = []
    for language, good, bad in (("fr", fr, avoid_fr), ("en", en, avoid_en)):
        standings = [Standing.ACCEPTED if number else Standing.PREFERRED for number in range(len(good))]
        standings += [Standing.AVOID] * len(bad)
        for said, standing in zip([*good, *bad], standings, strict=True):
            more = {"text": said} if isinstance(said, str) else said
            terms.append(Term(language=language, standing=standing, **more))
    return term_writing.write(Concept(code=code, **facts), terms)
