"""The demo community's facts: people, topics, spaces, memberships. Each step may run again and adds nothing twice."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cms.models import User
from home.demo.files import read
from spaces.models import (
    ArticlePage,
    CommunityRole,
    Duty,
    FollowLevel,
    Frequency,
    Jurisdiction,
    Membership,
    Profile,
    Role,
    Space,
    Topic,
    today,
)
from spaces.services import provision, subscriptions

DOMAIN = "example.org"
PASSWORD = "carrefour-demo"  # noqa: S105  printed on the sign-in page of a demonstration, nowhere else
OPEN = ("community", "managers", "self-service", "quality", "accessibility", "emergencies")
#: Who writes, translates and revises in the demo: {code: (roles, spaces)}.
TEAM = {
    "elise.comeau": ((Role.EDITOR, Role.TO_FRENCH), (*OPEN[:4], "emergencies")),
    "denis.lavoie": ((Role.TO_FRENCH, Role.TO_ENGLISH), OPEN),
    "renee.thibault": ((Role.TO_FRENCH, Role.TO_ENGLISH), OPEN),
    "nadia.haddad": ((Role.EDITOR, Role.TO_FRENCH, Role.TO_ENGLISH), ("community",)),
}
DUTIES = {"chantal.roy": Duty.FEDERAL_CHAIR, "gordon.macleod": Duty.PROVINCIAL_CHAIR, "nadia.haddad": Duty.SUPPORT}


def address(code):
    return f"{code}@{DOMAIN}"


def make_people():
    """Some thirty invented members and an administrator, all with the demo password."""
    password = make_password(PASSWORD)  # one hash for all: the password is public
    places = {place.code: place for place in Jurisdiction.objects.all()}
    admin = {"first_name": "Admin", "last_name": "Carrefour", "language": "fr", "password": password}
    User.objects.get_or_create(email=address("admin"), defaults={**admin, "is_superuser": True, "is_staff": True})
    people = {}
    for number, person in enumerate(read("people.toml")["person"]):
        user, _ = User.objects.get_or_create(
            email=address(person["code"]),
            defaults={name: person[name] for name in ("first_name", "last_name", "language", "time_zone")}
            | {"password": password, "last_seen_on": today() - timedelta(days=7 * number % 44)},
        )
        facts = {name: person[name] for name in ("level", "organization_fr", "organization_en", "title_fr", "title_en")}
        Profile.objects.get_or_create(user=user, defaults={"jurisdiction": places[person["jurisdiction"]], **facts})
        people[person["code"]] = user
    for code, duty in DUTIES.items():
        CommunityRole.objects.get_or_create(user=people[code], duty=duty)
    return people


def make_topics():
    names = ("code_fr", "name_fr", "name_en", "description_fr", "description_en")
    return {
        topic["code"]: Topic.objects.get_or_create(code=topic["code"], defaults={n: topic[n] for n in names})[0]
        for topic in read("topics.toml")["topic"]
    }


def make_spaces(people, topics):
    """Spaces with their leads, members and topics."""
    names = ("code_fr", "kind", "is_open", "is_listed", "joining", "name_fr", "name_en", "mandate_fr", "mandate_en")
    spaces = {}
    for row in read("spaces.toml")["space"]:
        facts = {name: row[name] for name in names} | {"position": row.get("order", 100)}
        space, is_new = Space.objects.get_or_create(code=row["code"], defaults=facts)
        if is_new:
            space.topics.set(topics[code] for code in row["topics"])
        roles = [(code, Role.LEAD) for code in row["leads"]]
        team = [(code, role) for code, (given, where) in TEAM.items() if row["code"] in where for role in given]
        roles += team
        roles += [(code, Role.MEMBER) for code in dict.fromkeys([*row["leads"], *row["members"], *dict(team)])]
        rows = (
            Membership(user=people[code], space=space, role=role, starts_on=joined(code, people))
            for code, role in roles
        )
        Membership.objects.bulk_create(rows, ignore_conflicts=True)
        spaces[row["code"]] = space
    provision.settle_all()
    return spaces


def joined(code, people):
    """The first day of a person in the demo: one or two more came every month."""
    return today() - timedelta(days=30 + 17 * list(people).index(code))


def make_subscriptions(people, topics):
    for person in read("people.toml")["person"]:
        for code in person["interests"]:
            subscriptions.follow(user=people[person["code"]], topic=topics[code])


def make_follows(people, topics, spaces):
    """What some of them follow besides, some of it at once, some each day, and one topic of which nothing comes."""
    question = ArticlePage.objects.filter(article__space=spaces["managers"], article__kind="question", live=True)
    bc = Jurisdiction.objects.get(code="bc")
    asked = question.order_by("pk").values_list("translation_key", flat=True).first()
    for code, how in (
        ("dana.whitlock", {"topic": topics["coaching"], "delivery": Frequency.INSTANT}),
        ("dana.whitlock", {"space": spaces["accessibility"], "level": FollowLevel.OFFICIAL}),
        ("dana.whitlock", {"person": people["priya.nair"], "delivery": Frequency.DAILY}),
        ("dana.whitlock", {"key": asked}),
        ("amelie.fortin", {"person": people["chantal.roy"], "level": FollowLevel.OFFICIAL}),
        ("amelie.fortin", {"jurisdiction": bc, "delivery": Frequency.NONE}),
        ("tom.okafor", {"topic": topics["emergencies"], "level": FollowLevel.MUTED}),
        ("tom.okafor", {"jurisdiction": bc}),
    ):
        subscriptions.follow(user=people[code], **how)


def is_demo_or_empty():
    """Whether this database holds nothing but the demo, so that seeding cannot touch anybody's work."""
    known = {row["code"] for row in read("spaces.toml")["space"]}
    strangers = User.objects.exclude(email__endswith=f"@{DOMAIN}").exists()
    return not strangers and not Space.objects.exclude(code__in=known).exists()


def personas(language):
    """[(role, address)] shown on the sign-in page of a demonstration."""
    roles = [
        ("amelie.fortin", "Membre, direction (fédéral)", "Member, executive (federal)"),
        ("dana.whitlock", "Membre, gestion (Saskatchewan)", "Member, manager (Saskatchewan)"),
        ("tom.okafor", "Membre, municipalité (Calgary)", "Member, municipal (Calgary)"),
        ("priya.nair", "Responsable de sous-groupe", "Sub-group lead"),
        ("jean-philippe.morin", "Responsable d’un espace sans activité", "Lead of a space gone quiet"),
        ("sophie.doucet", "Responsable d’un espace archivé", "Lead of an archived space"),
        ("elise.comeau", "Autrice (français)", "Author (French)"),
        ("denis.lavoie", "Traducteur", "Translator"),
        ("renee.thibault", "Réviseure", "Reviser"),
        (
            "chantal.roy",
            "Coprésidence fédérale, avec un espace masqué",
            "Federal co-chair, with a hidden space",
        ),
        ("gordon.macleod", "Coprésidence provinciale", "Provincial co-chair"),
        ("nadia.haddad", "Soutien de la coprésidence", "Co-chairs’ support"),
        ("odile.marchand", "Secrétariat du Conseil", "Council secretariat"),
        ("admin", "Administration du site", "Site administrator"),
    ]
    return (
        [{"email": address(code), "role": fr if language == "fr" else en} for code, fr, en in roles]
        if (settings.DEMO)
        else []
    )
