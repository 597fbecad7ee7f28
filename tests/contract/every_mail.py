"""Each letter of the site, written about real rows, as it is kept in tests/snapshots/mail."""

import re
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import time_machine
from django.core import mail
from django.test import Client

from cms.models import Mailbox, User
from cms.tasks import tell_of_mailbox
from spaces import tasks  # noqa: F401  brings every letter to the registry
from spaces.models import (
    Announcement,
    Article,
    Delivery,
    DeliveryState,
    Duty,
    Frequency,
    JoinRequest,
    Reader,
    Reason,
    Role,
    Space,
    State,
)
from spaces.services import deliveries, digests, letters, memberships, sending, subscriptions
from tests import factories
from tests.addresses import PASSWORD_RESET
from tests.contract import called_mail
from tests.contract.sources import PACKAGES, ROOT
from tests.once import taken_back
from tests.spaces import test_action_letters as actions
from tests.spaces import test_gate_letters as gate
from tests.spaces import test_letters as space
from tests.spaces import test_reply_letters as seats
from tests.spaces import test_translation_letters as translation
from tests.spaces.team import fresh, official
from tests.spaces.test_workflow_mail import submit

LANGUAGES = ["fr", "en"]
NOW = datetime(2026, 11, 2, 14, tzinfo=UTC)  # a Monday, 9:00 in Toronto
WEEK = timedelta(days=7)
#: Given to the people of a scene in their order, so that no name is a word of a language.
NAMES = ["Maya Roy", "Omar Diaz", "Lina Costa", "Igor Novak", "Tara Quinn", "Hugo Stern", "Zoe Park", "Nils Berg"]


def templates():
    """The names of the mail templates on disk: every file of a subject is one."""
    found = set()
    for package in PACKAGES:
        found |= {path.name.partition(".")[0] for path in (ROOT / package / "templates").rglob("*.subject.txt")}
    return found


def kind(name, keys):
    """What writes a letter of a kind, the keys of which are found in the scene."""
    return lambda scene, _language: letters.write(name, keys(scene))


def kinds(module, *left_out):
    return {name: kind(name, keys) for name, (keys, _readers) in module.KEYS.items() if name not in left_out}


def variants(module):
    """Those that are written «kind-which», each about something else."""
    return {name: kind(name.partition("-")[0], keys) for name, keys in module.KEYS.items()}


# -- coming into a space, and its life: the scene of tests/spaces/test_letters.py


def welcome(scene, _language):
    space.accept(scene)
    letters.write("answer", [scene.asked.pk])


def declined(scene, _language):
    JoinRequest.objects.filter(pk=scene.asked.pk).update(state=State.DECLINED)
    Space.objects.filter(pk=scene.pk).update(is_listed=True)
    letters.write("answer", [scene.asked.pk])


def appointed(scene, _language):
    memberships.grant(user=scene.ann, space=scene, role=Role.LEAD)
    letters.write("appointed", [scene.leah.pk, scene.pk])


def role_over(scene, _language):
    space.leave(scene)
    letters.write("role_over", [scene.leah.pk, scene.pk, Role.LEAD])


LIFE = kinds(space, "answer", "welcome", "appointed", "role_over", "mandate_soon", "mandate_over")
LIFE |= {"welcome": welcome, "declined": declined, "appointed": appointed, "role_over": role_over}
LIFE |= {f"mandate-{when}": kind(f"mandate_{when}", lambda scene: [scene.pk]) for when in ("soon", "over")}
LIFE["duty_over-support"] = kind("duty_over", lambda scene: [scene.chair.pk, Duty.SUPPORT, False])

# -- translation and the gate


OF_TRANSLATION = {
    name.replace("translation_", "translation-"): write for name, write in kinds(translation).items()
}  # fmt: skip
OF_THE_GATE = {
    re.sub("^exception_", "exception-", name).replace("minute_taken_back", "minute"): write
    for name, write in kinds(gate).items()
}

# -- the editors' workflow


def desk():
    """A page its author submits, and who approves it."""
    row = factories.space(fr="Zanzibar", en="Zanzibar")
    page = factories.article(row, fr="Zanzibar", live=False).made["fr"]
    return SimpleNamespace(row=row, page=page, author=factories.editor("Denis"), chair=factories.moderator("Chantal"))


def submitted(scene, _language):
    return submit(scene.page, fresh(scene.author))


def answered(verb, **said):
    def write(scene, language):
        state = submitted(scene, language)
        mail.outbox.clear()
        getattr(state.current_task_state.specific, verb)(user=scene.chair, **said)

    return write


def approved_and_held(scene, language):
    answered("approve")(SimpleNamespace(**{**vars(scene), "page": official(scene.row, title="Zanzibar")}), language)


WORKFLOW = {
    "workflow-submitted": submitted, "workflow-approved": answered("approve"), "workflow-held": approved_and_held,
    "workflow-sent_back": answered("reject", comment="Zanzibar?"),
}  # fmt: skip

# -- what members receive


def members():
    """Denise, who follows a topic and is in a space with news; what everyone must read."""
    made = SimpleNamespace(denise=factories.person("Denise"), topic=factories.topic(fr="Rappel", en="Callback"))
    made.row = factories.space(fr="Qualité", en="Quality", members=[made.denise])
    User.objects.update(date_joined=NOW - WEEK)
    subscriptions.follow(user=made.denise, topic=made.topic)
    Reader.objects.update(covered_until=NOW - WEEK, next_digest_at=NOW)
    other = factories.space("chat", fr="Clavardage", en="Chat")
    said = {"summary_fr": "Les appels baissent.", "summary_en": "Calls go down."}
    factories.article(made.row, fr="Rappel : 34 % de moins", en="Callback: 34% less", topics=[made.topic], **said)
    factories.article(made.row, fr="Zanzibar", summary_fr="Zanzibar.")
    factories.article(made.row, en="Zanzibar", summary_en="Zanzibar.")
    factories.article(other, fr="Du « R&D »", en="Some R&D", topics=[made.topic], days_ago=1, **said)
    return made


def digest(scene, _language):
    digests.send_due(now=NOW)


def digest_of_all(scene, language):
    """Every section: what everyone must read, where one is named, an item, a topic, a space, a person, an
    administration; a meeting ahead; what can now be read in the language."""
    denise, row, said = scene.denise, scene.row, {"summary_fr": "Les appels baissent.", "summary_en": "Calls go down."}
    writer = factories.person("Omar", jurisdiction="halifax")
    User.objects.filter(pk=writer.pk).update(first_name="Omar", last_name="Diaz")
    subscriptions.follow(user=denise, person=writer)
    subscriptions.follow(user=denise, jurisdiction=denise.profile.jurisdiction)
    elsewhere = factories.space("zanzibar", fr="Zanzibar", en="Zanzibar")

    def article(jurisdiction="on", **more):
        return factories.article(elsewhere, fr="Rappel", en="Callback", jurisdiction=jurisdiction, **said, **more)

    article("halifax", author=writer)
    article("ca")
    Article.objects.filter(pk=article().pk).update(contact=denise)
    subscriptions.follow(user=denise, key=article().made["fr"].translation_key)
    key = article(days_ago=20).made["fr"].translation_key
    had = {"reason": Reason.TOPIC, "state": DeliveryState.SENT, "language": {"fr": "en", "en": "fr"}[language]}
    Delivery.objects.create(user=denise, key=key, space=elsewhere, **had)
    deliveries.queue_translation(key, language, now=NOW)
    must_be_read(row)
    meeting = factories.meeting(row, fr="Zanzibar", en="Zanzibar", starts=NOW + WEEK)
    meeting.pages.update(summary="R&D (3 h).")
    digests.send_due(now=NOW)


def instant(scene, _language):
    subscriptions.follow(user=scene.denise, topic=scene.topic, delivery=Frequency.INSTANT)
    deliveries.queue("article", scene.topic.articles.order_by("pk").first().pk, now=NOW)
    sending.send_all(now=NOW)


def instant_must_read(scene, _language):
    deliveries.queue("announcement", must_be_read(scene.row).pk, now=NOW)
    sending.send_all(now=NOW)


def must_be_read(row):
    made = factories.announcement(row, fr="Panne ce soir", en="Outage tonight")
    made.pages.update(summary="R&D (3 h).")
    Announcement.objects.filter(pk=made.pk).update(is_must_read=True, published_at=NOW)
    return made


def must_read(scene, _language):
    letters.write("must_read", [must_be_read(scene.row).pk])


def password_reset_key(scene, language):
    Client().post(PASSWORD_RESET[language], {"email": scene.denise.email})


def unknown_account(scene, language):
    Client().post(PASSWORD_RESET[language], {"email": "eve@example.org"})


def mailbox(scene, _language):
    said = "550 5.1.1 Zanzibar"
    Mailbox.objects.create(user=scene.denise, address=scene.denise.email, said=said, stopped_at=NOW)
    tell_of_mailbox.enqueue(scene.denise.pk)


MEMBERS = {
    write.__name__: write for write in (digest, instant, must_read, password_reset_key, unknown_account, mailbox)
}
MEMBERS |= {"digest-of_all": digest_of_all, "instant-must_read": instant_must_read}
SCENES = [
    (space.begun, LIFE), (translation.begun, OF_TRANSLATION), (gate.begun, OF_THE_GATE), (desk, WORKFLOW),
    (members, MEMBERS), (called_mail.begun, called_mail.LETTERS), (seats.begun, variants(seats)), (actions.begun, variants(actions)),
]  # fmt: skip
#: «template» or «template-which»: the names of the snapshots.
LETTERS = sorted(name for _begin, kinds in SCENES for name in kinds)


def written():
    """{(name, language): message}: each letter, to the first of its readers."""
    found = {}
    with time_machine.travel(NOW, tick=False):
        for begin, writers in SCENES:
            with taken_back():
                scene = begin()
                name_people()
                for language in LANGUAGES:
                    User.objects.update(language=language, reading_language="")
                    found |= {(name, language): first(write, scene, language) for name, write in writers.items()}
    return found


def name_people():
    for user, name in zip(User.objects.order_by("pk"), NAMES * 3, strict=False):
        first_name, last_name = name.split()
        User.objects.filter(pk=user.pk).update(first_name=first_name, last_name=last_name)


def first(write, scene, language):
    mail.outbox.clear()
    with taken_back():
        write(deepcopy(scene), language)
    return min(mail.outbox, key=lambda message: message.to)
