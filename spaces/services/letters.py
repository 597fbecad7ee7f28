"""Mail about coming into a space and about its life: each letter asks again, when it goes, whether it still should.

A kind of letter yields (template, reader, space, what else it says: `entry` goes to their calendar); none goes to
somebody who may no longer know of the space, or sign in. What stands outside of spaces has none. Who loses a role in a
space, or has one from a later day, knows of it by that role: these letters may name it, and lead to it only when their
reader may go there.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string

from cms import dates, mail
from cms.models import User
from spaces import access
from spaces.models import CommunityRole, Invitation, JoinRequest, Role, Space, State
from spaces.services import memberships

log = logging.getLogger(__name__)
INVITATION = "spaces.invitation"  # salt of the links
OWN_ROLE = {"role_given", "role_over"}


def post(kind, *keys):
    """Have a letter written by the worker once the change it tells of is certain."""
    transaction.on_commit(lambda: import_string("spaces.tasks.write_letter").enqueue(kind, list(keys)))


def write(kind, keys):
    """Write the letters of one kind; returns how many were accepted. One refused address does not stop the others."""
    sent = 0
    for name, reader, space, said in KINDS[kind](*keys):
        is_stranger = reader.pk is None  # an address somebody of the space invited
        may_open = space is None or is_stranger or access.can_know(reader, space)
        if not (may_open or (kind in OWN_ROLE and access.is_member(reader) and not space.removed_at)):
            continue
        try:
            context = {"space": space and named(space, reader), "may_open": may_open, **said}
            sent += mail.send(f"spaces/mail/{name}", to=reader, context=context, entry=said.get("entry"))
        except Exception:
            log.exception("the letter %s to user %s was not accepted", name, reader.pk)
    return sent


def join_request(pk):
    """To each lead of today, or to the co-chairs and their support when there is none, while nobody has answered."""
    asked = JoinRequest.objects.select_related("user", "space").filter(pk=pk, state=State.WAITING).first()
    if asked is None:
        return
    for reader, leads in readers(asked.space):
        yield "join_request", reader, asked.space, {"asked": asked, "leads": leads}


def answer(pk):
    """To the person who asked: welcome, or no."""
    asked = JoinRequest.objects.select_related("user", "space").get(pk=pk)
    if asked.state == State.ACCEPTED:
        yield from welcome(asked.user_id, asked.space_id)
    elif asked.state == State.DECLINED:
        yield "declined", asked.user, asked.space, {}


def welcome(user_pk, space_pk):
    """To a newcomer, while they are one."""
    user, space = User.objects.get(pk=user_pk), Space.objects.get(pk=space_pk)
    if memberships.current(space).filter(user=user).exists():
        yield "welcome", user, space, {}


def invitation(pk):
    """To an address nobody has an account for: in both languages, because theirs is not known."""
    invited = Invitation.objects.select_related("space", "invited_by").get(pk=pk)
    if invited.is_open:
        token = signing.dumps(invited.pk, salt=INVITATION)
        until = {language: spoken(invited.ends_on, User(language=language)) for language in ("fr", "en")}
        stranger = User(email=invited.email, language="fr")
        yield "invitation", stranger, invited.space, {"invited": invited, "token": token, "until": until}


def role_given(user_pk, space_pk, role):
    """To somebody who got a role, of today or to come, while they have it."""
    user, space = User.objects.get(pk=user_pk), Space.objects.get(pk=space_pk)
    row = space.memberships.unfinished().filter(user=user, role=role).order_by("starts_on").first()
    if row:
        yield "role_given", user, space, {"role": Role(role), **days_of(row, user)}


def role_over(user_pk, space_pk, role, had_begun=True):
    """To somebody who has a role no longer, or will not have it after all."""
    user, space = User.objects.get(pk=user_pk), Space.objects.get(pk=space_pk)
    if not memberships.current(space).filter(user=user, role=role).exists():
        yield "role_over", user, space, {"role": Role(role), "is_out": role == Role.MEMBER, "had_begun": had_begun}


# -- the life of spaces


def appointed(user_pk, space_pk):
    """To somebody who leads a new space, while they do."""
    user, space = User.objects.get(pk=user_pk), Space.objects.get(pk=space_pk)
    others = memberships.leads(space)
    if user in others:
        others.remove(user)
        yield "appointed", user, space, {"others": others, "mandate": space.mandate_in(user.language)}


def dormant(space_pk):
    """To the leads of a quiet space: does it go on? Not once it is archived, or one of them has answered."""
    space = living(space_pk)
    if space and space.prompted_on:
        for reader, leads in readers(space):
            yield "dormant", reader, space, {"leads": leads, "days": settings.DORMANT_AFTER_DAYS}


def quiet(space_pk):
    """To the co-chairs and their support: the leads of a quiet space have not answered."""
    space = living(space_pk)
    if space and space.prompted_on:
        for reader in chairs():
            asked = spoken(space.prompted_on, reader)
            yield "quiet", reader, space, {"people": memberships.leads(space), "asked": asked}


def mandate_soon(space_pk):
    """To the leads: the mandate ends on a day."""
    space = living(space_pk)
    if space and space.mandate_ends_on:
        for reader, leads in readers(space):
            yield "mandate", reader, space, mandate_words(space, reader, leads, is_over=False)


def mandate_over(space_pk):
    """To the leads, the co-chairs and their support: the mandate has ended."""
    space = living(space_pk)
    if space and space.mandate_ends_on:
        leads = memberships.leads(space)
        for reader in dict.fromkeys([*leads, *chairs()]):
            yield "mandate", reader, space, mandate_words(space, reader, reader in leads, is_over=True)


def mandate_words(space, reader, leads, *, is_over):
    last = spoken(space.mandate_ends_on, reader)
    return {"leads": leads, "last": last, "is_over": is_over}


def living(space_pk):
    return Space.objects.filter(pk=space_pk, archived_at=None, removed_at=None).first()


def chairs():
    """The co-chairs and their support of today."""
    held = CommunityRole.objects.current().filter(duty__in=access.CHAIRING).values("user")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def readers(space):
    """[(person, whether they lead)]: the leads of a space or, when nobody leads it, the co-chairs and their support."""
    leads = memberships.leads(space)
    return [(lead, True) for lead in leads] or [(chair, False) for chair in chairs()]


def spoken(day, reader):
    """A day as its reader's language writes it."""
    with translation.override(reader.language):
        return dates.day(day)


def hour(at, reader):
    """The day and the hour of an instant, as its reader's language and clock have them; None of none."""
    with mail.read_by(reader):
        return dates.moment(at)


def place_of(page):
    """The space a page stands in, for a letter about it; None outside of spaces."""
    return Space.objects.filter(pages__path=page.path[: access.TWIG]).first()


def days_of(row, reader):
    """The first and the last day of a role or a duty, as its reader's language writes them."""
    return {"first": spoken(row.starts_on, reader), "last": spoken(row.ends_on, reader) if row.ends_on else ""}


def named(space, reader):
    """What a letter says of a space, in its reader's language."""
    with translation.override(reader.language):
        address = Space.objects.with_addresses().get(pk=space.pk).address
    return {"code": space.code, "name": space.name_in(reader.language), "address": address}


KINDS: dict[str, Callable] = {
    kind.__name__: kind
    for kind in (
        join_request, answer, welcome, invitation, appointed, role_given, role_over, dormant, quiet, mandate_soon,
        mandate_over,
    )
}  # fmt: skip
