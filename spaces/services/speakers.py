"""The catalogue of speakers: who may be asked to speak, found by topic, language and words."""

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from spaces import access
from spaces.access_speakers import talks_open_to
from spaces.models import Languages, Meeting, MeetingPage, Speaker, Talk, Topic, sort_key

OFFERED = 60  # meetings a talk may be tied to in its form, the latest


def found(user, *, text="", topic="", language=""):
    """Speakers in the order of their names, with `open_talks`, how many of their talks this user may know of.

    Words are looked for in what is said of them and in the titles of those talks. Who speaks both languages is found
    under either.
    """
    mine = talks_open_to(user, Talk.objects.all())
    rows = Speaker.objects.annotate(open_talks=Count("talks", filter=Q(talks__in=mine), distinct=True))
    if topic:
        rows = rows.filter(pk__in=Speaker.topics.through.objects.filter(topic__code=topic).values("speaker"))
    if language:
        rows = rows.filter(languages__in=[language, Languages.BOTH])
    for word in sort_key(text).split():
        told = mine.filter(speaker=OuterRef("pk"), folded__contains=word)
        rows = rows.filter(Q(folded__contains=word) | Exists(told))
    return rows.prefetch_related(Prefetch("topics", Topic.objects.only("code", "name_fr", "name_en"))).order_by(
        "sort_name", "pk"
    )


def talks_of(user, speaker):
    """The talks of a speaker this user may know of, the latest first, each with the pages of its meeting."""
    pages = Prefetch("meeting__pages", MeetingPage.objects.filter(live=True), to_attr="read_pages")
    rows = talks_open_to(user, Talk.objects.filter(speaker=speaker)).select_related("meeting__space")
    return list(rows.prefetch_related(pages).order_by("-given_on", "-pk"))


def page_of(talk, locale_id):
    """The page of the meeting a talk was given at, in the reader’s language or the other; None without one."""
    pages = talk.meeting.read_pages if talk.meeting_id else []
    return next((page for page in pages if page.locale_id == locale_id), pages[0] if pages else None)


def meetings_for(user, kept=None):
    """[(meeting, {language: title})] a talk may be tied to: the latest this user may read, and its own."""
    readable = access.open_to(user, Meeting.objects.filter(pages__live=True)).distinct()
    recent = list(readable.order_by("-starts_at", "-pk")[:OFFERED])
    if kept and kept not in recent:
        recent.append(kept)
    titles = {meeting.pk: {} for meeting in recent}
    for page in MeetingPage.objects.filter(meeting__in=recent, live=True):
        titles[page.meeting_id][page.language] = page.title
    return [(meeting, titles[meeting.pk]) for meeting in recent]


def same_name(name, but=None):
    """Whom the catalogue already holds under a name."""
    return list(Speaker.objects.filter(sort_name=sort_key(name)).exclude(pk=but))


@transaction.atomic
def save(*, form, by):
    """Keep what a valid form says of a speaker."""
    if form.instance.pk is None:
        form.instance.added_by = by
    return form.save()


@transaction.atomic
def remove(*, speaker):
    """Take a speaker out of the catalogue, with all that is said of them: their talks, recordings and addresses."""
    speaker.delete()
