"""Mail about coming into a space: each letter asks again, when it goes, whether it should still go."""

import logging

from django.core import signing
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string

from cms import mail
from cms.models import User
from spaces.models import Invitation, JoinRequest, Role, Space, State
from spaces.services import memberships

log = logging.getLogger(__name__)
INVITATION = "spaces.invitation"  # salt of the links


def post(kind, *keys):
    """Have a letter written by the worker once the change it tells of is certain."""
    transaction.on_commit(lambda: import_string("spaces.tasks.write_letter").enqueue(kind, list(keys)))


def write(kind, keys):
    """Write the letters of one kind; returns how many were accepted. One refused address does not stop the others."""
    sent = 0
    for name, reader, context in KINDS[kind](*keys):
        try:
            sent += mail.send(f"spaces/mail/{name}", to=reader, context=context)
        except Exception:
            log.exception("the letter %s to user %s was not accepted", name, reader.pk)
    return sent


def join_request(pk):
    """To each lead of today, while nobody has answered."""
    asked = JoinRequest.objects.select_related("user", "space").filter(pk=pk, state=State.WAITING).first()
    if asked is None:
        return
    for row in memberships.current(asked.space).filter(role=Role.LEAD).select_related("user"):
        yield "join_request", row.user, {"asked": asked, "space": named(asked.space, row.user)}


def answer(pk):
    """To the person who asked: welcome, or no."""
    asked = JoinRequest.objects.select_related("user", "space").get(pk=pk)
    if asked.state == State.ACCEPTED:
        yield from welcome(asked.user_id, asked.space_id)
    elif asked.state == State.DECLINED:
        yield "declined", asked.user, {"space": named(asked.space, asked.user)}


def welcome(user_pk, space_pk):
    """To a newcomer, while they are one."""
    user, space = User.objects.get(pk=user_pk), Space.objects.get(pk=space_pk)
    if memberships.current(space).filter(user=user).exists():
        yield "welcome", user, {"space": named(space, user)}


def invitation(pk):
    """To an address nobody has an account for: in both languages, because theirs is not known."""
    invited = Invitation.objects.select_related("space", "invited_by").get(pk=pk)
    if invited.is_open:
        token = signing.dumps(invited.pk, salt=INVITATION)
        yield "invitation", User(email=invited.email, language="fr"), {"invited": invited, "token": token}


def named(space, reader):
    """What a letter says of a space, in its reader's language."""
    with translation.override(reader.language):
        address = Space.objects.with_addresses().get(pk=space.pk).address
    return {"code": space.code, "name": space.name_in(reader.language), "address": address}


KINDS = {"join_request": join_request, "answer": answer, "welcome": welcome, "invitation": invitation}
