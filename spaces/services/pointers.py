"""What the page of a meeting points at, in one query: its topics, its speakers, and whatever its blocks name."""

from dataclasses import dataclass, field

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, F, IntegerField, Value
from wagtail.models import Page

from cms.choosers import at_hand
from cms.models import File, User
from spaces.models import Profile, Speaker, Talk, Topic, in_order

#: What blocks call the rows they point at.
NAMES = {"topic": Topic, "person": Profile, "document": File, "page": Page}
KINDS = {model.__name__: model for model in NAMES.values()}
#: What the page says of a row, in the order of the fields of its model; anything else of it asks when it is read.
SAID = {
    Topic: ("code", "name_fr", "name_en"),
    User: ("email", "first_name", "last_name"),
    File: ("title", "file", "language", "other_file", "other_title"),
    Page: (),
    Speaker: ("name", "organization_fr", "organization_en", "sort_name"),
}
#: The row that stands for another one: its field, and what that leads to.
THROUGH = {Profile: ("user", User), Talk: ("speaker", Speaker)}
WORDS = max(map(len, SAID.values()))  # columns


@dataclass
class Pointed:
    """The topics and the talks of a meeting, in their order; {model: {pk: row}} of what its blocks point at."""

    topics: list = field(default_factory=list)
    talks: list = field(default_factory=list)
    rows: dict = field(default_factory=dict)


def gather(page):
    """All that a page of a meeting shows and does not hold; its agenda and its body ask for nothing more."""
    named = {model: set() for model in NAMES.values()}
    for stream in (page.agenda, page.body):
        note(list(stream.raw_data), named)
    found = Pointed(rows={model: dict.fromkeys(pks) for model, pks in named.items()})
    parts = [part(model, model.objects.filter(pk__in=pks)) for model, pks in named.items() if pks]
    if page.meeting.pk:  # not of a page that is looked at before it is saved
        parts.append(part(Topic, Topic.objects.filter(meetings=page.meeting), "own"))
        parts.append(part(Talk, Talk.objects.filter(meeting=page.meeting)))
    for kind, pk, *values in parts[0].union(*parts[1:], all=True) if parts else []:
        if kind == "own":
            found.topics.append(made(Topic, pk, values))
        elif kind == "Talk":
            found.talks.append(made(Talk, pk, values))
        else:
            model = KINDS[kind]
            found.rows[model][pk] = made(model, pk, values)
    found.topics = in_order(found.topics)
    found.talks.sort(key=lambda talk: (talk.speaker.sort_name, talk.pk))
    with at_hand(found.rows):
        for stream in (page.agenda, page.body):
            list(stream)
    return found


def keep_topics(meeting, but=None):
    """Keep the topics of the items of an agenda as they are read, so that lists find the meeting by them."""
    named = {model: set() for model in NAMES.values()}
    for page in meeting.pages.filter(live=True).exclude(pk=but):
        note(list(page.agenda.raw_data), named)
    meeting.agenda_topics.set(Topic.objects.filter(pk__in=named[Topic]))


def note(raw, named):
    """Put down in {model: ids} which rows a stream points at, as it is stored."""
    for name, value in raw.items() if isinstance(raw, dict) else enumerate(raw):
        if isinstance(value, dict | list):
            note(value, named)
        elif name in NAMES and isinstance(value, int):
            named[NAMES[name]].add(value)


def part(model, rows, kind=""):
    """(kind, pk, pk of the row it leads to, words) of some rows."""
    name, model_said = THROUGH.get(model, ("", model))
    words = [F(f"{name}__{word}" if name else word) for word in SAID[model_said]]
    words += [Value("", CharField())] * (WORDS - len(words))
    to = F(f"{name}_id") if name else Value(0, IntegerField())
    columns = {f"said_{number}": word for number, word in enumerate(words)}
    rows = rows.order_by().annotate(part=Value(kind or model.__name__, CharField()), to=to, **columns)
    return rows.values_list("part", "pk", "to", *columns)


def made(model, pk, values):
    """A row out of its columns; with what it leads to."""
    to, *words = values
    if model in THROUGH:
        name, leads_to = THROUGH[model]
        row = model.from_db(DEFAULT_DB_ALIAS, ["id", f"{name}_id"], [pk, to])
        setattr(row, name, made(leads_to, to, [0, *words]))
        return row
    names = SAID[model]
    return model.from_db(DEFAULT_DB_ALIAS, ["id", *names], [pk, *words[: len(names)]])
