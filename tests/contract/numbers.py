"""Two spaces whose every row can be told by its number: Y's begin at 5001 in every table, X's at 9001.

So one number in an address or a form names something of X whatever it is an id of: an article of X, its first
revision, its comment, its approval, its translation, the picture, the document, a member. And what touches X is seen in
any table: an id among X's that changed or went, a new row that points at one.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection, models
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.log_actions import log
from wagtail.models import Comment, Page, UploadedFile

from cms.models import File, Picture, User
from spaces.models import (
    CommunityRole,
    Deliverable,
    Duty,
    Invitation,
    Joining,
    JoinRequest,
    Meeting,
    Membership,
    Role,
)
from spaces.models.speakers import Speaker, Talk
from spaces.services import memberships, provision
from spaces.services.deliveries import queue
from tests import factories
from tests.contract import planned
from tests.contract.leaks import World, make_files, make_pages, word
from tests.contract.recorded import make_record

OURS, THEIRS, LATER = 5000, 9000, 20000
ONCE, CHAIR = "editor and lead of Y, once lead of X", "co-chair and administrator who moderates"
OWN, FOREIGN = OURS + 1, THEIRS + 1
#: table -> rows that come before number one: the pages of the space and what is saved with them.
BEFORE = {"wagtailcore_page": 2, "wagtailcore_revision": 4}
ROOM = 10  # for those, below the number things count from


def plain(kind, language):
    """The words of Y, which anybody may read."""
    return f"plain-{kind}-{language}".replace(" ", "-")


def count_from(number):
    """Make the next row of every table have the number after this one."""
    with connection.cursor() as cursor:
        for model in numbered():
            table, column = model._meta.db_table, model._meta.pk.column
            start = number - BEFORE.get(table, 0)
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, start])


def every_model():
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]


def numbered():
    return [model for model in every_model() if isinstance(model._meta.pk, models.AutoField)]


class Numbered:
    """The two spaces, those who knock, and what X holds."""

    def __init__(self):
        self.topic = factories.topic("secret", fr="Sujet", en="Subject")
        self.people = {
            "member": factories.person("Marie"), ONCE: factories.person("Leah"), CHAIR: factories.person("Chantal")
        }  # fmt: skip
        count_from(OURS)
        self.y = self.make("other", "Autre", "Other", factories.person("Yves"), plain, is_open=True)
        self.give_roles()
        count_from(THEIRS)
        hidden = factories.person(word("membership list", "fr").capitalize())
        self.x = self.make("closed", "Fermé", "Closed", hidden, word, is_open=False, joining=Joining.REQUEST)
        self.give_a_past()
        self.people = {name: User.objects.get(pk=user.pk) for name, user in self.people.items()}
        count_from(LATER)

    def make(self, code, fr, en, hand, said, **facts):
        space = factories.space(code, fr=fr, en=en, members=[hand], **facts)
        world = World(space=space, said=said)
        make_files(world)
        make_pages(world, self.topic)
        make_record(world, hand)
        planned.make(world, hand)
        Meeting.objects.filter(space=space).update(kind="targeted")  # so that each is one people are invited to
        work_in(world, hand, former=self.people[ONCE])
        return world

    def give_roles(self):
        """Of those with no right to read X, the strongest: who edits or leads next to it, who oversees all."""
        for role in (Role.EDITOR, Role.LEAD):
            memberships.grant(user=self.people[ONCE], space=self.y.space, role=role)
        chair = self.people[CHAIR]
        for duty in (Duty.FEDERAL_CHAIR, Duty.ADMINISTRATOR):
            CommunityRole.objects.create(user=chair, duty=duty)
        chair.groups.add(*Group.objects.filter(name__in=["Moderators", "Editors"]))

    def give_a_past(self):
        once, yesterday = self.people[ONCE], memberships.today() - timedelta(days=1)
        memberships.grant(user=once, space=self.x.space, role=Role.LEAD)
        Membership.objects.filter(user=once, space=self.x.space).update(starts_on=yesterday, ends_on=yesterday)
        provision.settle(User.objects.get(pk=once.pk))


def work_in(world, hand, former):
    """What people leave behind in a space: drafts, approvals, comments, locks, histories, requests, uploads."""
    space, pages, said = world.space, world.pages, world.said
    article = pages["article"]["fr"]
    Page.objects.filter(pk__in=[page.pk for pair in pages.values() for page in pair.values()]).update(owner=former)
    article.refresh_from_db()
    article.summary = f"{said('article', 'fr')} revu."
    article.save_revision(user=hand).publish()  # opens the task of its translation
    gone = pages["unpublished"].pop("en")
    log(instance=gone, action="wagtail.delete", user=hand, deleted=True)
    gone.delete()
    article.save_revision(user=hand)
    article.get_workflow().start(article, hand)
    Page.objects.filter(pk=pages["meeting"]["fr"].pk).update(locked=True, locked_by=hand, locked_at=timezone.now())
    for user in (hand, former):
        log(instance=article, action="wagtail.edit", user=user)
        EditingSession.objects.create(user=user, content_type=ContentType.objects.get_for_model(type(article)),
                                      object_id=article.pk, last_seen_at=timezone.now())  # fmt: skip
        Comment.objects.create(page=article, user=user, text=said("article", "fr"), contentpath="title")
        for model, name in ((Picture, "image"), (File, "document")):
            UploadedFile.objects.create(for_content_type=ContentType.objects.get_for_model(model), uploaded_by_user=hand,
                                        file=ContentFile(b"x", f"{said(name, 'fr')}.png"))  # fmt: skip
    Picture.objects.filter(pk=world.picture.pk).update(uploaded_by_user=former)
    File.objects.filter(pk=world.file.pk).update(uploaded_by_user=former)
    name = said("membership list", "fr")
    Deliverable.objects.create(space=space, name_fr=name, name_en=name)
    speaker = Speaker.objects.create(name="Iris Roy")
    Talk.objects.create(speaker=speaker, title_fr=name, meeting=pages["meeting"]["fr"].meeting)
    Invitation.objects.create(space=space, email=f"{name}@example.org", invited_by=hand)
    JoinRequest.objects.create(space=space, user=hand, message=name)
    queue("article", article.article_id)


def theirs(column):
    """A condition: the value of a column is a number of X's."""
    return f"{column} > {THEIRS - ROOM} AND {column} < {LATER - ROOM}"


def snapshot():
    """{(table, id): row} of everything that is X's: by its number, or by the key of one of its pages."""
    keys, found = f"SELECT translation_key FROM wagtailcore_page WHERE {theirs('id')}", {}
    with connection.cursor() as cursor:
        for model in every_model():
            table, pk = model._meta.db_table, model._meta.pk
            final = pk.target_field if pk.remote_field else pk
            if table in PASSING or not isinstance(final, models.AutoField | models.UUIDField):
                continue
            where = theirs(pk.column) if isinstance(final, models.AutoField) else f'"{pk.column}" IN ({keys})'
            cursor.execute(f'SELECT "{pk.column}", t.* FROM "{table}" t WHERE {where}')
            found |= {(table, row[0]): row[1:] for row in cursor.fetchall()}
    return found


#: Tables that say nothing of X: who is signed in, what is kept or waiting to be indexed.
PASSING = {"django_session", "cms_contentversion", "search_outboxentry", "cms_scheduledjob"}


def pointing():
    """{(table, column, id)} of new rows that point at something of X's."""
    found = set()
    with connection.cursor() as cursor:
        for model in numbered():
            table, pk = model._meta.db_table, model._meta.pk.column
            for field in model._meta.local_fields:
                if field.remote_field and isinstance(field.target_field, models.AutoField):
                    cursor.execute(
                        f'SELECT "{pk}" FROM "{table}" WHERE "{pk}" > {LATER - ROOM} AND {theirs(field.column)}'
                    )
                    found |= {(table, field.column, row[0]) for row in cursor.fetchall()}
    return found


@contextmanager
def writes():
    """The tables written to meanwhile, to look closely only when there were any."""
    seen = set()

    def note(execute, sql, params, many, context):
        verb, _space, rest = sql.lstrip().partition(" ")
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            seen.add(rest.split('"')[1] if '"' in rest else rest.split()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen
