"""Who is in a space, and as what. Every change of a role goes through here, so that the rules hold from every door.

Rules (product.md F12, C8): a role runs from a day to a day; whoever has one is a member besides; a space that has leads
keeps two at least, whatever the door by which one would go.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Subquery
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from spaces import access
from spaces.models import Membership, Role, Space, Subscription, sort_key, today
from spaces.services import logbook, notices

LEADS_AT_LEAST = 2
RECENT = timedelta(days=30)  # whoever came to the site within these is active, today being the last of them


class Refused(Exception):
    """A change the rules do not allow; the message is for the person who asked, in their language."""


def current(space):
    """Rows of the space that hold today, of people who may sign in."""
    return space.memberships.current().filter(user__is_active=True)


def roster(space, reader=None):
    """[person] of the space today, leads first, each with `roles` (a set) and `since` (the first day here).

    Each has `held`, too: how much of the space a reader asked for, None when they follow it by no row of their own.
    """
    people = {}
    own = Subscription.objects.filter(user=reader, space=space).values("level")
    rows = current(space).annotate(held=Subquery(own))
    for row in rows.select_related("user__profile__jurisdiction"):
        person = people.setdefault(row.user_id, row.user)
        person.roles = getattr(person, "roles", set()) | {row.role}
        person.held = row.held
        person.since = min(getattr(person, "since", row.starts_on), row.starts_on)
    return sorted(people.values(), key=lambda person: (Role.LEAD not in person.roles, *by_name(person)))


def leads(space):
    """The people who lead a space today, by name."""
    rows = current(space).filter(role=Role.LEAD).select_related("user")
    return [row.user for row in rows.order_by("user__last_name", "user__first_name")]


def by_name(person):
    """The order of a list of people: accents do not count, nor the engine of the database."""
    return sort_key(person.last_name), sort_key(person.first_name), person.pk


def narrowed(people, *, words="", role="", active=""):
    """Those of a roster whose name, address or organization holds the words, who have the role, who came lately or not.

    `active` is "1" for those who came to the site in the last thirty days, "0" for the others, "" for all.
    """
    wanted = sort_key(words).split()
    since = today() - RECENT
    return [
        person
        for person in people
        if (not role or role in person.roles)
        and (not active or (active == "1") == bool(person.last_seen_on and person.last_seen_on > since))
        and all(word in said_of(person) for word in wanted)
    ]


def said_of(person):
    """What one may look for somebody by; accents and capitals do not count."""
    profile = getattr(person, "profile", None)
    return sort_key(f"{person} {person.email} {profile.organization if profile else ''}")


def is_in(user, space, day):
    """Whether somebody is a member from a day on, until further notice."""
    return space.memberships.current(day).filter(user=user, role=Role.MEMBER, ends_on=None).exists()


@transaction.atomic
def grant(*, user, space, role=Role.MEMBER, starts_on=None, ends_on=None, by=None):
    """Give a role from a day (today) to a day (until further notice). Returns the row; granting twice changes nothing.

    Raises Refused when the days are in the wrong order or the person has no right to sign in. `by` is who gives it at
    the desk: kept in the log, and refused once the space is archived.
    """
    lock(space)
    refuse_archived(space, by)
    starts_on = starts_on or today()
    if ends_on and ends_on < starts_on:
        raise Refused(_("The last day comes before the first."))
    if not user.is_active:
        raise Refused(_("The account of %(name)s is closed.") % {"name": user})
    if role != Role.MEMBER and not is_in(user, space, starts_on):
        grant(user=user, space=space, starts_on=starts_on)
    rows = space.memberships.unfinished(starts_on).filter(user=user, role=role)
    running = rows.filter(starts_on__lte=starts_on).first()
    is_new = running is None
    if is_new:
        later = rows.order_by("starts_on").first()  # a term already planned: it starts earlier instead of twice
        if later is None:
            running = Membership(user=user, space=space, role=role, starts_on=starts_on, ends_on=ends_on)
        else:
            running = later
            running.starts_on = starts_on
    shorter = running.pk and ends_on and (running.ends_on is None or ends_on < running.ends_on)
    if role == Role.LEAD and shorter:  # a new term adds a lead, whenever it ends; a shorter one takes one away
        keep_leads(space, without=user, after=ends_on, by=by)
    if by is not None and (is_new or running.ends_on != ends_on):
        last = {"last": ends_on.isoformat()} if ends_on else {}
        said = {"name": str(user), "role": str(role), "first": running.starts_on.isoformat(), **last}
        logbook.write(space, "grant_until" if last else "grant", by=by, **said)
        tell("role_given", user, space, role, by)
    running.ends_on = ends_on
    running.save()
    forget(user, by)
    if is_new and role == Role.MEMBER:
        notices.return_to(user, space)
    return running


@transaction.atomic
def end(*, user, space, role, last_day=None, by=None):
    """End a role after a day: at once (yesterday was the last day) when none is given. Membership ends all of them.

    `by` is who ends it at the desk: kept in the log, and refused once the space is archived. One may always leave.
    """
    lock(space)
    refuse_archived(space, by)
    last_day = last_day or today() - timedelta(days=1)
    roles = list(Role) if role == Role.MEMBER else [role]
    rows = list(space.memberships.unfinished(last_day + timedelta(days=1)).filter(user=user, role__in=roles))
    if any(row.role == Role.LEAD for row in rows):
        keep_leads(space, without=user, after=last_day, by=by or user)
    if by is not None and rows:
        logbook.write(space, "end", by=by, name=str(user), role=str(role))
        had_begun = any(row.starts_on <= today() for row in rows if row.role == role)
        tell("role_over", user, space, role, by, had_begun)
    for row in rows:
        if row.starts_on > last_day:
            row.delete()  # it never held
        else:
            row.ends_on = last_day
            row.save(update_fields=["ends_on"])
    forget(user, by)
    return bool(rows)


def forget(user, by):
    """Whoever changes their own role is another object than the person changed: both are asked anew."""
    for one in (user, by):
        if one is not None:
            access.forget(one)


def tell(kind, user, space, role, by, *more):
    """Have somebody told what another person changed in their roles. (The letters ask this module who is who.)"""
    if user.pk != by.pk:
        import_string("spaces.services.letters.post")(kind, user.pk, space.pk, str(role), *more)


def keep_leads(space, *, without, after, by=None):
    """Refuse when fewer than two others lead the space the day after, or some day when this person was to lead it.

    A space kept to be read needs nobody.
    """
    if space.archived_at:
        return
    day = after + timedelta(days=1)
    rows = space.memberships.unfinished(day).filter(role=Role.LEAD, user__is_active=True)
    if is_short(list(rows.values_list("user", "starts_on", "ends_on")), {without.pk}, day):
        raise Refused(too_few(without, by))


def turns(terms, day):
    """The days from one on when there may be fewer leads than the day before: [(user, first day, last day or None)].

    (No day comes after the last one of the calendar, which rows from elsewhere may hold.)
    """
    lasts = {last for _user, _first, last in terms if last and day <= last < date.max}
    return [day, *sorted(last + timedelta(days=1) for last in lasts)]


def leading_on(terms, day):
    """{user} of the terms that hold on a day."""
    return {user for user, first, last in terms if first <= day and (last is None or last >= day)}


def too_few(person, by):
    """Why one of the last two leads stays, in words, for whoever asked it."""
    if person == by:
        return _("A space keeps two leads at least: name a successor first, then you may go.")
    return _("A space keeps two leads at least: name a successor first, then %(name)s may go.") % {"name": person}


def left_short(users):
    """The living spaces that would have fewer than two leads without these people, some of whom lead them."""
    leading = Membership.objects.unfinished().filter(role=Role.LEAD)
    led = Space.objects.filter(
        pk__in=leading.filter(user__in=users).values("space"), archived_at=None, removed_at=None
    ).order_by("position", "code")
    terms, going = defaultdict(list), {user.pk for user in users}
    rows = leading.filter(space__in=led, user__is_active=True)
    for space, *term in rows.values_list("space", "user", "starts_on", "ends_on"):
        terms[space].append(term)
    return [space for space in led if is_short(terms[space.pk], going, today())]


def is_short(terms, going, day):
    """Whether, without these people, two others do not lead on a day, or on a later one when one of these was to."""
    for on in turns(terms, day):
        leading = leading_on(terms, on)
        if len(leading - going) < LEADS_AT_LEAST and (on == day or leading & going):
            return True
    return False


def refuse_archived(space, by=None):
    """Nobody changes who is who in a space that is kept to be read. (What is asked by nobody is a load of data.)"""
    if by is not None and space.archived_at:
        raise Refused(kept_words())


def kept_words():
    """Why nothing is changed in an archive."""
    return _("This space is archived: nothing new is added. Reopen it first.")


def lock(space):
    """Two leads who act at once act one after the other."""
    Space.objects.select_for_update().get(pk=space.pk)
