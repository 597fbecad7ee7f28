"""Mail about a minute that was taken back: to whoever was told of it by mail, once each."""

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageLogEntry, TaskState

from cms import mail
from cms.approval import approved_version, last_word
from cms.bilingual import chain, minute
from cms.bilingual.models import Pair
from cms.bilingual.task_models import Act, Step
from cms.models import User
from spaces import access_pairs
from spaces.services import letters, workflow_mail

#: What Wagtail writes to the log when a minute is taken back (models/revisions.py, 8.0).
CANCELLED = "wagtail.schedule.cancel"


def heard(sender, pages, by, **kwargs):
    """A minute is about to be taken back: who knows of it is asked before it is gone."""
    versions = [page.scheduled_revision for page in pages]
    if not versions:
        return
    told = by_approval(versions) | by_translation(pages[0].translation_key)
    readers = sorted(person.pk for person in told if person != by)
    if readers:
        at = min(version.approved_go_live_at for version in versions)
        letters.post("minute_taken_back", str(pages[0].translation_key), readers, at.isoformat(), by.pk)


def by_approval(versions):
    """Those who submitted one of the versions for approval: the letter about it named the minute."""
    steps = TaskState.objects.filter(revision__in=versions, status=TaskState.STATUS_APPROVED)
    states = {step.workflow_state for step in steps.select_related("workflow_state")}
    found = set()
    for state in states:
        if state.status == state.STATUS_APPROVED and approved_version(state) in versions:
            found |= set(workflow_mail.approval.get_valid_recipients(state, user=last_word(state).finished_by))
    return found


def by_translation(key):
    """Those the letter about an approved translation went to, when the minute was set by then and is since."""
    task = chain.task_of(key)
    entry = task and task.entries.filter(act=Act.APPROVED).last()
    if entry is None or task.step != Step.APPROVED or not was_set(key, entry.at):
        return set()
    people = {task.assignee, task.asked_by} - {None, entry.by}
    return {person for person in people if access_pairs.may_follow(person, task.pair)}


def was_set(key, at):
    """Whether a minute was set for either page at an instant, and nobody has taken it back since."""
    pages = Page.objects.filter(translation_key=key)
    entries = PageLogEntry.objects.filter(page__in=pages.values("pk"), action__in=[minute.SET, CANCELLED])
    last = entries.filter(timestamp__lte=at).order_by("timestamp", "pk").last()
    is_over = entries.filter(timestamp__gt=at, action=CANCELLED).exists()
    return bool(last and last.action == minute.SET and not is_over)


def minute_taken_back(key, readers, at, by_pk):
    """To those who were told of it, while it is not set again."""
    pair = Pair.objects.select_related("fr_page", "en_page").filter(pk=key).first()
    page = pair and pair.source_page
    if page is None or minute.noted(page):
        return
    by = User.objects.filter(pk=by_pk).first()
    for reader in User.objects.filter(pk__in=readers, is_active=True).order_by("pk"):
        if not access_pairs.may_follow(reader, pair):
            continue
        is_translated = pair.target_page is not None and access_pairs.may_write(reader, pair.pk)
        way = ("translation", pair.pk) if is_translated else ("wagtailadmin_pages:edit", page.pk)
        with mail.read_by(reader):  # the site has its addresses in each language
            address = reverse(way[0], args=way[1:])
        said = {"title": page.draft_title or page.title, "title_language": pair.source, "by": by, "address": address}
        when = letters.hour(parse_datetime(at), reader)
        yield "minute", reader, letters.place_of(page), {**said, **when, "is_translated": is_translated}


def listen():
    """Hear of minutes taken back on the editors' desk."""
    minute.taken_back.connect(heard, dispatch_uid="minute_taken_back")


letters.KINDS["minute_taken_back"] = minute_taken_back
