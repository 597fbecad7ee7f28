"""The letters about a meeting one is called to, or sent to: what every_mail.py keeps of them."""

from datetime import timedelta
from types import SimpleNamespace

from django.core import mail
from django.utils import timezone

from cms.models import User
from spaces.models import CommunityRole, Delivery, Duty, Meeting, MeetingPage, Reply, Space
from spaces.services import calling, letters, reminders, sending
from tests import factories

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
SENT = {"answer": "delegate", "delegate_name": "Lina Costa", "delegate_email": "lina@example.org"}
TEAMS = "https://teams.microsoft.com/l/meetup-join/"


def begun():
    """Denise, who is called to a meeting, and the co-chair who calls her; on another clock than theirs."""
    made = SimpleNamespace(denise=factories.person("Denise"), chair=factories.person("Zara"))
    CommunityRole.objects.create(user=made.chair, duty=Duty.FEDERAL_CHAIR)
    made.row = factories.space(fr="Zanzibar", en="Zanzibar", members=[made.denise])
    said = {"fr": "« R&D »", "en": "R&D", "starts": timezone.now() + 2 * WEEK, "zone": "America/St_Johns"}
    agenda = [{"title": "Zanzibar", "minutes": 30}, {"title": "R&D (3 h)", "minutes": 30}]
    ways = {"teams_url": f"{TEAMS}1", "interpretation": True, "captions": True, "agenda": agenda}
    made.meeting = factories.meeting(made.row, **said, **ways)
    return made


def write(scene):
    """What the worker does."""
    for pk in scene.meeting.calls.filter(done_at=None).order_by("pk").values_list("pk", flat=True):
        calling.write(pk)
    sending.send_all(now=timezone.now())


def called(scene, _language):
    calling.send(meeting=scene.meeting, by=User.objects.get(pk=scene.chair.pk))
    write(scene)


def answered(**said):
    def writer(scene, language):
        Reply.objects.create(meeting=scene.meeting, user=scene.denise, **said)
        called(scene, language)

    return writer


def then(act):
    """What is told of a meeting one was called to."""

    def writer(scene, language):
        called(scene, language)
        mail.outbox.clear()
        act(scene)
        write(scene)

    return writer


def change(scene, **facts):
    page = MeetingPage.objects.get(pk=scene.meeting.made["fr"].pk)
    page.fact_draft = {"fields": facts, "sets": {}}
    page.save_revision().publish()


def moved(scene):
    """To an hour later, until after midnight."""
    starts = scene.meeting.starts_at
    change(scene, starts_at=starts + HOUR, ends_at=starts + 16 * HOUR)


def elsewhere(scene):
    change(scene, teams_url=f"{TEAMS}2")


def both(scene):
    change(scene, starts_at=scene.meeting.starts_at + HOUR, teams_url=f"{TEAMS}2")


def off(scene):
    for page in MeetingPage.objects.filter(meeting=scene.meeting.pk):
        page.unpublish()


def back(scene):
    off(scene)
    write(scene)
    mail.outbox.clear()
    factories.publish({code: MeetingPage.objects.get(pk=page.pk) for code, page in scene.meeting.made.items()})


def reminded(days, **said):
    def act(scene):
        before = timezone.now() - WEEK
        if said:
            Reply.objects.create(meeting=scene.meeting, user=scene.denise, answered_at=before, **said)
        Delivery.objects.update(settled_at=before)
        Meeting.objects.filter(pk=scene.meeting.pk).update(starts_at=timezone.now() + timedelta(days=days))
        reminders.send_due()

    return then(act)


def delegate(act=None, **facts):
    def writer(scene, _language):
        Space.objects.filter(pk=scene.row.pk).update(**facts)
        reply = Reply.objects.create(meeting=scene.meeting, user=scene.denise, **SENT)
        if act is None:
            letters.write("delegate", [reply.pk])
            return
        act(scene)
        call = scene.meeting.calls.get(done_at=None)
        letters.write("delegate_off" if call.kind == "off" else "delegate_moved", [reply.pk, call.pk])

    return writer


def sent_no_more(scene, _language):
    said = SENT["delegate_email"], SENT["delegate_name"]
    letters.write("delegate_over", [scene.meeting.pk, scene.denise.pk, *said])


def calendar_of(message):
    """The lines of a snapshot about what goes to a calendar."""
    for words, kind in message.alternatives[1:]:
        assert kind.startswith("text/calendar; method=")
        yield from ("", "== calendar", words.replace("\r\n ", "").replace("\r\n", "\n").strip())


LETTERS = {
    "call": called, "call-answered": answered(**SENT), "call-waiting": answered(answer="attends", is_waiting=True),
    "call-moved": then(moved), "call-elsewhere": then(elsewhere), "call-moved_elsewhere": then(both), "call-back": then(back), "call_off": then(off),
    "call_reminder-reply": reminded(6), "call_reminder-soon": reminded(1, answer="attends"),
    "delegate": delegate(), "delegate-closed": delegate(is_open=False), "delegate-moved": delegate(moved), "delegate-back": delegate(back),
    "delegate_off": delegate(off), "delegate_off-over": sent_no_more,
}  # fmt: skip
