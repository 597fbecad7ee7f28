"""A small community with one of everything, in both languages or in one, for the walks through the site."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from cms.models import File, Picture
from spaces.models import (
    ArticleKind,
    Channel,
    Cost,
    DeliveryChannel,
    Maturity,
    Occasion,
    Reader,
    Reason,
    Scale,
    SpaceKind,
    Unit,
)
from spaces.services import deliveries, subscriptions
from tests import factories

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
#: What each block holds in each language: small words that give it away, and no wording of the interface.
SAID = {
    "fr": (
        "Pourquoi cela compte",
        "Une équipe rappelle chaque personne le jour même.",
        "On respire enfin",
        "Moins de bruit",
    ),
    "en": ("Why it matters", "The team calls each person back within a day.", "We can breathe", "Less noise"),
}
OTHER = {"fr": "en", "en": "fr"}


@dataclass
class Community:
    """What the walk needs to name addresses."""

    alice: object
    quality: object
    closed: object
    topic: object
    pages: dict = field(default_factory=dict)  # name -> {"fr": page, "en": page}


def made(alice, chantal):
    """Alice leads one space, follows one topic, and is outside another."""
    for user, titles in ((alice, ("Gestionnaire", "Team manager")), (chantal, ("Directrice", "Head of service"))):
        user.profile.title_fr, user.profile.title_en = titles
        user.profile.organization_fr, user.profile.organization_en = "Revenu", "Taxation"
        user.profile.save()
    topic = factories.topic()
    quality = factories.space(kind=SpaceKind.COMMUNITY, leads=[chantal], members=[alice])
    quality.topics.add(topic)
    closed = factories.space("identity", fr="Identité", en="Identity", is_open=False, leads=[chantal])
    subscriptions.follow(user=alice, topic=topic)
    community = Community(alice, quality, closed, topic)
    half = {"author": chantal, "summary_fr": "Pour les gens.", "summary_en": "For the people."}
    community.pages = {
        "article": article(quality, chantal, topic),
        "french": factories.article(quality, fr="Dans le Nord", days_ago=19, **half).made,
        "english": factories.article(quality, en="Over the hill", days_ago=40, **half).made,
        "coming": meeting(quality, NOW + timedelta(days=20, hours=3), "quarterly"),
        "past": meeting(quality, NOW - timedelta(days=30), "adhoc"),
        "alone": factories.meeting(quality, fr="Éclair", en="At the break", starts=NOW + timedelta(days=2)).made,
        "news": announcement(quality, chantal),
        "ordinary": factories.ordinary(fr="Vie privée", en="Privacy", show_in_menus=True),
        "space": factories.parents(quality),
        "closed": factories.parents(closed),
    }
    factories.excepted(community.pages["alone"]["en"])
    community.pages["alone"].pop("fr").unpublish()
    tell(community)
    return community


def tell(community):
    """What of it reached Alice, on every occasion."""
    Reader.objects.update(covered_until=NOW - timedelta(days=100))
    for name in ("article", "french", "english", "news"):
        fact = next(iter(community.pages[name].values())).fact
        deliveries.queue(fact._meta.model_name, fact.pk)
    way = deliveries.matching.Way(DeliveryChannel.SITE, Reason.SPACE, community.quality.pk)
    for name, occasion in (("coming", Occasion.AHEAD), ("article", Occasion.TRANSLATED)):
        key = community.pages[name]["fr"].translation_key
        deliveries.write(
            [deliveries.row(community.alice.pk, key, community.quality.pk, way, occasion=occasion, queued_at=NOW)],
            now=NOW,
        )


def body(language):
    """One block of each kind."""
    heading, text, title, label = SAID[language]
    document = File.objects.create(title="Gabarit", file=ContentFile(b"x", name="gabarit.txt"))
    picture = Picture.objects.create(title="Photo", file=get_test_image_file())
    table = {
        "data": [[title, "2025"], [label, "34 %"]], "table_caption": heading, "table_header_choice": "row",
        "first_row_is_table_header": True, "first_col_is_header": False,
    }  # fmt: skip
    blocks = [
        ("heading", heading),
        ("text", f"<p>{text}</p>"),
        ("image", {"image": {"image": picture.pk, "alt_text": label, "decorative": False}, "caption": title}),
        ("quote", {"text": SAID[OTHER[language]][2], "attribution": "Chantal", "language": OTHER[language]}),
        *(("callout", {"tone": tone, "title": title, "text": text}) for tone in ("info", "ok", "warn")),
        ("table", table),
        ("file", {"document": document.pk, "title": title}),
        ("links", {"title": heading, "items": [{"text": label, "url": "https://example.org/", "page": None}]}),
        ("figure", {"value": "34 %", "label": label, "note": title}),
        ("steps", [{"title": title, "text": text}]),
    ]
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def article(space, author, topic):
    """Both pages changed, each by itself, after they were one: what says so is read in both languages."""
    who = {"author": author, "topics": [topic], "days_ago": 1}
    fact = factories.article(space, fr="Rappel automatique", en="Automatic callback", **who)
    fact.kind, fact.maturity, fact.scale, fact.cost = ArticleKind.LESSON, Maturity.MEASURED, Scale.MEDIUM, Cost.LOW
    fact.channels = [Channel.TELEPHONE, Channel.IN_PERSON]
    fact.result_before, fact.result_after, fact.result_unit = 12, 1, Unit.DAYS
    fact.measured_on = datetime(2026, 8, 1, tzinfo=UTC).date()
    fact.save()
    for language, page in fact.made.items():
        _heading, text, title, label = SAID[language]
        page.problem, page.solution, page.outcome, page.tools, page.result_label = text, title, label, title, label
        page.body = body(language)
        page.save_revision().publish()
    return fact.made


def meeting(space, starts, kind):
    more = {}
    for language, (heading, *_) in SAID.items():
        line = {"minutes": 15, "title": heading, "lead": "Chantal"}
        agenda = [{"type": "item", "value": {**line, "kind": about}} for about in ("issue", "trend", "solution", "")]
        more[language] = {"agenda": json.dumps(agenda), "body": body(language)}
    return factories.meeting(
        space, fr="Rencontre d’hiver", en="Winter gathering", starts=starts, kind=kind, interpretation=True,
        captions=True, teams_url="https://teams.microsoft.com/l/meetup-join/1", more=more,
    ).made  # fmt: skip


def announcement(space, author):
    more = {language: {"body": body(language)} for language in SAID}
    who = {"author": author, "is_must_read": True}
    return factories.announcement(space, fr="Un mot d’ici", en="A word from here", more=more, **who).made
