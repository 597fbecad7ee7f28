"""Who may see and do what: the only such file, for both languages and every door.

Each question has two forms that a test ties together: `can_see(user, thing)` for one thing in hand, and
`open_to(user, queryset)` for rows still in the database. Nothing here reads a page's own privacy settings.
"""

from wagtail.models import Page

from spaces.models import Fact, FactPage, Space, SpacePage


def space_ids(user):
    """Ids of the spaces whose content this user may read. One query a request, kept on the user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    if not hasattr(user, "_space_ids"):
        user._space_ids = frozenset(Space.objects.open_to(user).values_list("pk", flat=True))
    return user._space_ids


def space_key(user):
    """The same word for everyone who may enter the same spaces: what kept lists are filed under."""
    return "-".join(map(str, sorted(space_ids(user))))


def may_pass(user, gate):
    """May this user read what stands inside a gate: a space id, or None for what is open to all members?"""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    return gate is None or gate in space_ids(user)


def forget(user):
    """Read the user's spaces anew: call it after a membership changed in the same request."""
    user.__dict__.pop("_space_ids", None)


def can_enter(user, space):
    """May this user read what is inside the space?"""
    return space.pk in space_ids(user)


def can_know(user, space):
    """May this user know that the space exists, with its name and mandate?"""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    return can_enter(user, space) or space.is_listed


def can_see(user, thing):
    """One page, fact or space. Drafts are for editors, through the admin; ordinary pages are for all members."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    if type(thing) is Page:  # a bare row of the tree does not say which space it is in
        thing = thing.specific
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
    """The rows of a queryset of pages, facts or spaces that `can_see` would let this user see."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return queryset.none()
    model = queryset.model
    if model is Page:
        raise TypeError("Ask for one page type: rows of Page do not say which space they are in.")
    if issubclass(model, FactPage):
        return queryset.filter(**{f"{model.fact_name}__space_id__in": space_ids(user)}, live=True)
    if issubclass(model, Fact):
        return queryset.filter(space_id__in=space_ids(user))
    if issubclass(model, SpacePage):
        return queryset.filter(space__in=Space.objects.listed_to(user), live=True)
    if issubclass(model, Space):
        return queryset.filter(pk__in=Space.objects.listed_to(user))
    return queryset.filter(live=True)


def may_translate(user, page):
    """Who may fill in the translation of a page (settings.BILINGUAL_POLICY): whoever may edit it."""
    return page.permissions_for_user(user).can_edit()
