"""Who may see and do what: the only such file, for both languages and every door.

Each question has two forms that a test ties together: `can_see(user, thing)` for one thing in hand, and
`open_to(user, queryset)` for rows still in the database. Nothing here reads a page's own privacy settings.
"""

from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Length, Substr
from wagtail.models import Collection, CollectionMember, Page

from cms.models import File, Picture, User
from spaces import access_held
from spaces.access_grants import Grants
from spaces.models import Duty, Fact, FactPage, Membership, Role, Space, SpacePage

FILES = (File, Picture)
GRANTED = Grants()  # what groups grant; where one may read is asked besides (spaces/services/policies.py)
CHAIRING = frozenset({Duty.FEDERAL_CHAIR, Duty.PROVINCIAL_CHAIR, Duty.SUPPORT})
OVERSEERS = CHAIRING | {Duty.ADMINISTRATOR}  # they may run any desk, and read only what is theirs


def is_member(user):
    """Whether this is somebody the community knows, signed in and not shut out."""
    return bool(getattr(user, "is_authenticated", False) and user.is_active)


def rights(user):
    """(ids of the spaces one may read, {space id: {roles}}) of today. One query a request, kept on the user object."""
    if not is_member(user):
        return frozenset(), {}
    if not hasattr(user, "_rights"):
        open_ids, roles = set(), {}
        for space_id, role in access_held.rows(user):
            if role:
                roles.setdefault(space_id, set()).add(role)
            else:
                open_ids.add(space_id)
        user._rights = frozenset(open_ids | roles.keys() - {None}), roles
    return user._rights


def space_ids(user):
    """Ids of the spaces whose content this user may read."""
    return rights(user)[0]


def space_key(user):
    """The same word for everyone who may enter the same spaces: what kept lists are filed under."""
    return "-".join(map(str, sorted(space_ids(user))))


def may_pass(user, gate):
    """May this user read what stands inside a gate: a space id, or None for what is open to all members?"""
    if not is_member(user):
        return False
    return gate is None or gate in space_ids(user)


def around(path):
    """The spaces whose collection holds what lies at this path of the tree of collections, the nearest first."""
    spaces = Space.objects.filter(collection__isnull=False).annotate(place=path)
    return spaces.filter(place__startswith=F("collection__path")).order_by(Length("collection__path").desc())


def gated(files):
    """A queryset of files where `gate` is the space each belongs to, None in the community library."""
    path = Cast(OuterRef("collection__path"), CharField())
    return files.alias(gate=Subquery(around(path).values("pk")[:1]))


def gate_of(file):
    """The id of the space a picture or a document belongs to; None in the community library. One query."""
    path = Subquery(Collection.objects.filter(pk=file.collection_id).values("path"))
    return around(path).values_list("pk", flat=True).first()


def may_open(user, file):
    """May this user have a picture or a document (settings.FILE_POLICY)?"""
    return is_member(user) and may_pass(user, gate_of(file))


def files_of(space, files):
    """Those of a queryset of files that belong to the space."""
    return gated(files).filter(gate=space.pk)


def library(files):
    """Those of a queryset of files that are for the whole community, in no space."""
    return gated(files).filter(gate=None)


def readers(space):
    """Those who may read what is inside the space today."""
    members = User.objects.filter(is_active=True)
    if space.removed_at:
        return members.none()
    mine = space.memberships.current().values("user")
    return members if space.is_open else members.filter(Q(is_superuser=True) | Q(pk__in=mine))


def standing(user):
    """{space id: {roles}} of today; under None, duties for the whole community."""
    return rights(user)[1]


def oversees(user):
    """Whether this user looks after every space: co-chairs, their support, administrators."""
    return is_member(user) and (user.is_superuser or bool(OVERSEERS & standing(user).get(None, set())))


def chairs(user):
    """Is this user a co-chair today, or of their support?"""
    return bool(CHAIRING & standing(user).get(None, set()))


def leads(user, space):
    """Is this user one of the leads of the space today?"""
    return Role.LEAD in standing(user).get(space.pk, ())


def led_by(user):
    """Ids of the spaces this user leads today."""
    return {space_id for space_id, roles in standing(user).items() if Role.LEAD in roles}


def may_run(user, space):
    """May this user run the space's desk: members, roles, requests, settings? Its leads, and those who oversee all."""
    return not space.removed_at and (leads(user, space) or oversees(user))


def may_create(user):
    """May this user set up a new space?"""
    return oversees(user)


def may_present(user):
    """May this user write the page of a space under a home in the editors' admin? Elsewhere the site makes both."""
    return GRANTED.reaches_spaces(user)


def may_remove(user):
    """May this user remove a space, and bring one back? Those who look after all of them; leads may archive theirs."""
    return oversees(user)


def may_contribute(user, space):
    """May anything be added to the space: members, roles, pages? Not once it is archived or removed."""
    return not space.archived_at and can_know(user, space)


def may_edit_terms(user):
    """May this user change the term base, that every member reads? Those who look after the whole community."""
    return oversees(user)


def may_keep(user, person):
    """May this user change or close somebody's account, when accounts are theirs? That of an administrator of the
    installation is for one of them."""
    return user.is_superuser or not person.is_superuser


def acts_for_chairs(user, space=None):
    """Whether what this user does to a space is done for the co-chairs: only the duty of support lets them do it."""
    if user.is_superuser or (space is not None and leads(user, space)):
        return False
    return OVERSEERS & standing(user).get(None, set()) == {Duty.SUPPORT}


def forget(user):
    """Read the user's rights anew: call it after one of them changed in the same request."""
    if hasattr(user, "_rights"):  # asked of the user a lazy one of a request stands for
        del user._rights


def can_enter(user, space):
    """May this user read what is inside the space?"""
    return space.pk in space_ids(user)


def can_know(user, space):
    """May this user know that the space exists, with its name and mandate?"""
    if not is_member(user):
        return False
    return not space.removed_at and (can_enter(user, space) or space.is_listed or oversees(user))


def known_spaces(user):
    """The spaces `can_know` would let this user know of."""
    if not is_member(user):
        return Space.objects.none()
    known = Space.objects.filter(removed_at=None)
    return known if oversees(user) else known.filter(Q(is_listed=True) | Q(pk__in=space_ids(user)))


def can_see(user, thing):
    """One page, fact, space or file. Drafts are for editors, through the admin; ordinary pages are for all members."""
    if not is_member(user):
        return False
    if type(thing) is Page:  # a bare row of the tree does not say which space it is in
        thing = thing.specific
    if isinstance(thing, FILES):
        return may_open(user, thing)
    if isinstance(thing, FactPage):
        return thing.live and thing.fact.space_id in space_ids(user)
    if isinstance(thing, Fact):
        return thing.space_id in space_ids(user)
    if isinstance(thing, SpacePage):
        return thing.live and can_know(user, thing.space)
    if isinstance(thing, Space):
        return can_know(user, thing)
    return thing.live


def open_to(user, queryset):
    """The rows of a queryset of pages, facts, spaces or files that `can_see` would let this user see."""
    if not is_member(user):
        return queryset.none()
    model = queryset.model
    if model is Page:
        raise TypeError("Ask for one page type: rows of Page do not say which space they are in.")
    if issubclass(model, FILES):
        return gated(queryset).filter(Q(gate=None) | Q(gate__in=space_ids(user)))
    if issubclass(model, FactPage):
        return queryset.filter(**{f"{model.fact_name}__space_id__in": space_ids(user)}, live=True)
    if issubclass(model, Fact):
        return queryset.filter(space_id__in=space_ids(user))
    if issubclass(model, SpacePage):
        return queryset.filter(space__in=known_spaces(user), live=True)
    if issubclass(model, Space):
        return queryset.filter(pk__in=known_spaces(user))
    return queryset.filter(live=True)


TWIG = 3 * Page.steplen  # of a page's path: the space page it stands under, below the root and the home


def within_reach(user, pages):
    """Rows of a queryset of pages of any type, without what stands in a space this user may not read."""
    closed = SpacePage.objects.filter(path=Substr(OuterRef("path"), 1, TWIG)).exclude(space_id__in=space_ids(user))
    return pages.exclude(pk__in=Page.objects.filter(Exists(closed)).values("pk"))  # in words the search engine knows


def is_within_reach(user, page):
    """The same of one page in hand: is it outside every space this user may not read?"""
    return not SpacePage.objects.filter(path=page.path[:TWIG]).exclude(space_id__in=space_ids(user)).exists()


def collections_within_reach(user, collections):
    """Rows of a queryset of collections, without those of spaces this user may not read, and what is below them."""
    closed = Space.objects.exclude(pk__in=space_ids(user)).exclude(collection=None)
    holding = Substr(OuterRef("path"), 1, 2 * Collection.steplen)  # a space's collection stands right below the root
    return collections.filter(~Exists(closed.filter(collection__path=holding)))


def choosable(user, queryset):
    """Rows of facts and people an editor may choose from in the admin; roles only in spaces he or she may read."""
    if issubclass(queryset.model, Space):
        return queryset.filter(pk__in=known_spaces(user))
    if issubclass(queryset.model, Membership):
        return queryset.filter(space_id__in=space_ids(user))
    return queryset


def files_within_reach(user, files):
    """Rows of a queryset of pictures or documents, without those of spaces this user may not read."""
    return files.filter(collection__in=collections_within_reach(user, Collection.objects.all()))


def may_refer(user, references):
    """Whether a page may come to point at these, {(model, id)}: settings.REFERENCE_POLICY."""
    for model, pk in references:
        rows = model._default_manager.filter(pk=pk)  # what is gone is no secret
        if issubclass(model, Page):
            within = within_reach(user, rows)
        elif issubclass(model, CollectionMember):
            within = files_within_reach(user, rows)
        else:
            within = choosable(user, rows)
        if not within.exists() and rows.exists():
            return False
    return True


def may_edit(user, page, space_id, act="change"):
    """May this user change a page of a space in the editors' admin, or `add` one below it? Nothing is read per page."""
    return may_pass(user, space_id) and GRANTED.user_has_permission_for_instance(user, act, page)


def translates(user, space_id, language):
    """Does this user translate, in the space, what is written in a language?"""
    wanted = Role.TO_ENGLISH if language == "fr" else Role.TO_FRENCH
    return wanted in standing(user).get(space_id, ())


def may_translate(user, page):
    """Who may have a page translated and fill it in (settings.BILINGUAL_POLICY): whoever may edit either side."""
    if page.permissions_for_user(user).can_edit():
        return True
    spaces = SpacePage.objects.filter(path=page.path[:TWIG], space__archived_at=None).values_list("space_id", flat=True)
    return any(translates(user, space_id, page.locale.language_code) for space_id in spaces)
