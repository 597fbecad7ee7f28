"""The ways into a space and out of it: freely, on request, by invitation."""

import re
from dataclasses import dataclass, field

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import dates
from cms.models import User
from spaces import access
from spaces.models import Invitation, Joining, JoinRequest, Profile, Role, Space, SpaceKind, State, day_of, today
from spaces.services import jurisdictions, letters, logbook, memberships, subscriptions
from spaces.services.memberships import Refused

MOST_ADDRESSES = 200  # in one paste


def way_in(user, space):
    """How one may enter: "in", "waiting", "free", "request", "invitation", or "" when one cannot.

    (One cannot when one may not know of the space, nor when it is archived.)
    """
    if not access.can_know(user, space):
        return ""
    if access.standing(user).get(space.pk):
        return "in"
    if space.join_requests.filter(user=user, state=State.WAITING).exists():
        return "waiting"
    return space.joining if access.may_contribute(user, space) else ""


@transaction.atomic
def join(*, user, space):
    """Become a member of a space that is joined freely."""
    if way_in(user, space) == "in":
        return
    if way_in(user, space) != Joining.FREE:
        raise Refused(closed(space) or _("This space is not joined freely."))
    memberships.grant(user=user, space=space)
    logbook.write(space, "join", by=user, name=str(user))
    letters.post("welcome", user.pk, space.pk)


def closed(space):
    """Why nobody enters an archived space, in words; empty when the space is not."""
    return _("This space is archived: nobody joins it any more.") if space.archived_at else ""


@transaction.atomic
def leave(*, user, space):
    """Stop being a member, and following it as one; the last two leads are asked to name a successor first."""
    if memberships.end(user=user, space=space, role=Role.MEMBER):
        logbook.write(space, "leave", by=user, name=str(user))
        subscriptions.left(user=user, space=space)


@transaction.atomic
def ask(*, user, space, message=""):
    """Ask the leads to let one in; they get a mail each, in their own language. Asking twice is asking once."""
    if way_in(user, space) in {"in", "waiting"}:
        return None
    if way_in(user, space) != Joining.REQUEST:
        raise Refused(closed(space) or _("Nobody can ask to join this space."))
    request = JoinRequest.objects.create(user=user, space=space, message=message.strip())
    letters.post("join_request", request.pk)
    return request


def withdraw(*, user, space):
    """Take back what one asked; nothing to do when it has been answered."""
    JoinRequest.objects.filter(user=user, space=space, state=State.WAITING).update(
        state=State.WITHDRAWN, decided_at=timezone.now(), decided_by=user
    )


@transaction.atomic
def answer(*, request, by, accept):
    """Accept or decline, once: of two leads who answer at the same time, the second learns what the first said.

    Returns the request as it stands. Raises Refused when it no longer waits.
    """
    if not access.may_run(by, request.space):
        raise Refused(_("This space is led by others."))
    memberships.lock(request.space)
    memberships.refuse_archived(request.space, by)
    claimed = JoinRequest.objects.filter(pk=request.pk, state=State.WAITING).update(
        state=State.ACCEPTED if accept else State.DECLINED, decided_at=timezone.now(), decided_by=by
    )
    request.refresh_from_db()
    if not claimed:
        if request.decided_by_id == by.pk and request.state == (State.ACCEPTED if accept else State.DECLINED):
            return request  # the same button twice
        raise Refused(told(request))
    logbook.write(request.space, "accept" if accept else "decline", by=by, name=str(request.user))
    if accept:
        memberships.grant(user=request.user, space=request.space)
    letters.post("answer", request.pk)
    return request


def told(request):
    """What became of a request, in words."""
    names = {"name": request.decided_by or "–"}
    if request.state == State.ACCEPTED:
        return _("%(name)s has already accepted this request.") % names
    if request.state == State.DECLINED:
        return _("%(name)s has already declined this request.") % names
    return _("This request was withdrawn.")


# -- invitations


@dataclass
class Report:
    """What became of each pasted line: [(line, kind, words)], kind being "added", "invited", "known" or "wrong"."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def count(self, kind):
        return sum(row[1] == kind for row in self.rows)


def addresses_in(text):
    """[(as pasted, address in lower case or "")] of a paste: one a line, or parted by commas or semicolons.

    «Ann Lee <ann@example.org>» is read as its address, and so is «Lee, Ann <ann@example.org>», quoted or not, as mail
    programs copy it. Empty pieces are skipped.
    """
    found = []
    for piece in pieces(text):
        for pasted, said in named(piece):
            address = said.strip(" .:()[]'\"").lower().removeprefix("mailto:")
            try:
                validate_email(address)
            except ValidationError:
                address = ""
            found.append((pasted, address))
    return found


def named(piece):
    """[(as pasted, its address)] of a piece of a paste; several where nothing parts them."""
    inside = re.findall(r"([^<>]*<([^<>]*)>)", piece)
    if inside:
        return [(pasted.strip(), said) for pasted, said in inside]
    words = [word for word in piece.split() if "@" in word]
    return [(word, word) for word in words] if len(words) > 1 else [(piece, *(words or [piece]))]


def pieces(text):
    """What stands between the marks of a paste; a name with commas in it stays with the address that follows it."""
    for line in parted(text, r"\n;"):
        before = []  # without an address: the beginning of a name, or nothing of use
        for piece in filter(None, (" ".join(piece.split()) for piece in parted(line, ","))):
            is_end = re.search(r"<[^<>]*>", piece)
            before = [", ".join([*before, piece])] if is_end else [*before, piece]
            if is_end or "@" in piece:
                yield from before
                before = []
        yield from before


def parted(text, marks):
    """A text cut at some marks; those of a quoted name before its address cut nothing."""
    return re.findall(rf'(?:"[^"\n]*"(?=\s*<)|[^{marks}"]|")+', text)


@transaction.atomic
def invite(*, space, by, text):
    """Let in everybody whose address is pasted: members of the community at once, others by an invitation mail.

    Returns a Report with a row for each piece; a wrong one never holds up the others. Raises Refused when `by` may not,
    or when there are too many.
    """
    if not access.may_run(by, space):
        raise Refused(_("This space is led by others."))
    memberships.refuse_archived(space, by)
    pasted = addresses_in(text)
    if not pasted:
        raise Refused(_("There is no address in what you pasted."))
    if len(pasted) > MOST_ADDRESSES:
        raise Refused(_("Paste %(most)s addresses at most at a time.") % {"most": MOST_ADDRESSES})
    report, seen, let = Report(), set(), {"added": [], "invited": []}
    users = {user.email: user for user in User.objects.filter(email__in=[address for _pasted, address in pasted])}
    for line, address in pasted:
        if not address:
            report.rows.append((line, "wrong", _("This is not an email address.")))
        elif address in seen:
            report.rows.append((line, "known", _("This address is in the list twice.")))
        else:
            kind, words = let_in(space, by, address, users.get(address))
            report.rows.append((line, kind, words))
            let.get(kind, []).append(str(users.get(address, address)))
        seen.add(address)
    for kind, action in (("added", "add"), ("invited", "invite")):
        if let[kind]:
            logbook.write(space, action, by=by, names=let[kind])
    return report


def let_in(space, by, address, user):
    """(kind, words) of one address."""
    if user is None:
        return invite_stranger(space, by, address)
    if not user.is_active:
        return "wrong", _("This account is closed.")
    if memberships.is_in(user, space, today()):
        return "known", _("Already a member.")
    memberships.grant(user=user, space=space)
    JoinRequest.objects.filter(user=user, space=space, state=State.WAITING).update(
        state=State.ACCEPTED, decided_at=timezone.now(), decided_by=by
    )
    letters.post("welcome", user.pk, space.pk)
    return "added", _("Now a member.")


def invite_stranger(space, by, address):
    """An invitation to open an account; one that still waits is not sent twice, one that ran out is sent anew."""
    waiting = Invitation.objects.filter(space=space, email=address, state=State.WAITING).first()
    if waiting and waiting.is_open:
        return "known", _("Already invited on %(day)s.") % {"day": dates.day(day_of(waiting.created_at))}
    if waiting:
        Invitation.objects.filter(pk=waiting.pk).update(state=State.WITHDRAWN)
    invitation = Invitation.objects.create(space=space, email=address, invited_by=by)
    letters.post("invitation", invitation.pk)
    return "invited", _("No account yet: an invitation is on its way.")


@transaction.atomic
def take_back(*, invitation, by):
    """An invitation is not to be taken up after all; one that was, stays."""
    memberships.refuse_archived(invitation.space, by)
    waiting = Invitation.objects.filter(pk=invitation.pk, state=State.WAITING)
    if not waiting.update(state=State.WITHDRAWN):
        raise Refused(_("This invitation was already taken up or taken back."))
    logbook.write(invitation.space, "take_back", by=by, name=invitation.email)


def invitation_of(token):
    """The invitation of a link while it may be taken up, or None."""
    try:
        pk = signing.loads(token, salt=letters.INVITATION)
    except signing.BadSignature:
        return None
    found = Invitation.objects.select_related("space", "invited_by").filter(pk=pk).first()
    return found if found and found.is_open else None


@transaction.atomic
def take_up(*, invitation, facts, password, municipality=""):
    """Open the account of somebody invited, in the space and in every other one that invited the same address.

    `facts` are (fields of the person, fields of the profile); `municipality` is the name of one that is not listed, in
    the jurisdiction of the profile. Raises Refused when the address got an account meanwhile,
    or the invitation was taken up in another window.
    """
    person, profile = facts
    waiting = open_to(invitation.email)
    if User.objects.filter(email=invitation.email).exists() or invitation.pk not in {one.pk for one in waiting}:
        raise Refused(_("This address has an account already: sign in with it."))
    user = User.objects.create_user(invitation.email, password, **person)
    if municipality:
        profile = {**profile, "jurisdiction": jurisdictions.municipality(municipality, within=profile["jurisdiction"])}
    Profile.objects.create(user=user, **profile)
    bring_in(user, waiting)
    for space in Space.objects.filter(kind=SpaceKind.COMMUNITY, removed_at=None, archived_at=None):
        memberships.grant(user=user, space=space)  # what is said to the whole community is said to them too
    return user


@transaction.atomic
def accept(*, invitation, user):
    """The same for somebody who has an account at that address by now, and has signed in to it."""
    waiting = open_to(invitation.email)
    if user.email != invitation.email or invitation.pk not in {one.pk for one in waiting}:
        raise Refused(_("This invitation is for another address, or was taken up meanwhile."))
    bring_in(user, waiting)


def open_to(email):
    """The invitations an address may take up, held until the end of the transaction."""
    waiting = Invitation.objects.select_for_update().filter(email=email, state=State.WAITING)
    return [one for one in waiting.select_related("space") if one.is_open]


def bring_in(user, waiting):
    """Make somebody a member of every space that invited them."""
    for one in waiting:
        if not memberships.is_in(user, one.space, today()):
            memberships.grant(user=user, space=one.space)
            logbook.write(one.space, "join", by=user, name=str(user))
            letters.post("welcome", user.pk, one.space.pk)
    Invitation.objects.filter(pk__in=[one.pk for one in waiting]).update(state=State.ACCEPTED)
