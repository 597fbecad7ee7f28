"""Who may translate what, and quote what: the part of spaces/access.py that is about pairs of pages."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length, Substr
from wagtail.models import Page

from cms.bilingual.models import Pair
from cms.models import User
from spaces.access import GRANTED, TWIG, is_member, is_within_reach, readers, space_ids, standing
from spaces.models import Role, Space, SpacePage

WRITERS = {Role.EDITOR, Role.LEAD}  # of both languages of a space; its translators, of the one they translate into
INTO = {"fr": Role.TO_FRENCH, "en": Role.TO_ENGLISH}


def placed(rows, prefix=""):
    """Pairs, or rows that point at one, with `space`: that of the pages, None outside of spaces."""
    place = Substr(Coalesce(f"{prefix}fr_page__path", f"{prefix}en_page__path"), 1, TWIG)
    space = SpacePage.objects.filter(path=OuterRef("place")).values("space_id")[:1]
    return rows.alias(place=place).annotate(space=Subquery(space))


def within_reach(user, rows, prefix=""):
    return placed(rows, prefix).filter(Q(space=None) | Q(space__in=space_ids(user)))


def quotable(user, confirmations):
    """Rows of confirmations whose words this user may read, those of drafts among them: word for word only, and
    without the title of their page, which `can_see` gives to nobody before it is live."""
    return within_reach(user, confirmations, "pair__")


def in_print(user, confirmations):
    """Of those, the words readers have."""
    return quotable(user, confirmations).filter(
        Q(pair__source="fr", pair__fr_page__live=True) | Q(pair__source="en", pair__en_page__live=True)
    )


def translatable(user, pairs):
    """Rows of a queryset of pairs whose translation this user may write; both pages are theirs to read.

    By a role in the space, or by the right to edit the page translated into, or the one it is to stand under.
    """
    if not is_member(user):
        return pairs.none()
    edits = GRANTED.instances_user_has_any_permission_for(user, {"change"})
    mine = Q(pk=None)
    for code, other in (("fr", "en"), ("en", "fr")):
        held = [pk for pk, roles in standing(user).items() if pk and roles & (WRITERS | {INTO[code]})]
        living = Space.objects.filter(pk__in=held, archived_at=None)
        theirs = Q(space__in=living.values("pk")) | Q(**{f"{code}_page__in": edits.values("pk")})
        theirs |= Q(Exists(edits.filter(stem(other, code))), **{f"{code}_page": None})
        mine |= Q(source=other) & theirs
    return within_reach(user, pairs).filter(mine)


def stem(source, target):
    """Pages of a language that a translation which does not exist yet is to stand under."""
    path = OuterRef(OuterRef(f"{source}_page__path"))
    above = Page.objects.filter(path=Substr(path, 1, Length(path) - Page.steplen))
    return Q(locale__language_code=target, translation_key__in=above.values("translation_key"))


def may_write(user, key):
    """May this user write the translation of the pair with this key?"""
    return translatable(user, Pair.objects.filter(pk=key)).exists()


def translators(pair):
    """The users `translatable` holds this pair for, administrators left out: those one may ask."""
    page = pair.target_page or Page.objects.filter(
        locale__language_code=pair.target,
        translation_key__in=pair.source_page.get_ancestors().order_by("-depth").values("translation_key")[:1],
    ).first()  # fmt: skip
    found = User.objects.none()
    if page is not None:
        found = GRANTED.users_with_any_permission_for_instance({"change"}, page, False)
    space = Space.objects.filter(pages__path=pair.source_page.path[:TWIG]).first()
    if space is None:
        return found
    roles = set() if space.archived_at else WRITERS | {INTO[pair.target]}
    held = space.memberships.current().filter(role__in=roles).values("user")
    return readers(space).filter(Q(pk__in=found.values("pk")) | Q(pk__in=held))


def may_revise(user, task):
    """May this user, who may translate it, approve a translation? The reviser who was named; when nobody was, anyone
    but its translator, and its translator when nobody else could."""
    if task.reviser_id:
        return task.reviser_id == user.pk
    return task.assignee_id != user.pk or not translators(task.pair).exclude(pk=user.pk).exists()


def publishers(page):
    """Those who may publish a page and read what is there, administrators left out."""
    found = GRANTED.users_with_any_permission_for_instance({"publish"}, page, False)
    space = Space.objects.filter(pages__path=page.path[:TWIG]).first()
    return readers(space).filter(pk__in=found.values("pk")) if space else found


def may_translate_somewhere(user):
    """Whether this user may write any translation at all: a role that does, or the right to edit some page."""
    roles = {role for pk, held in standing(user).items() if pk for role in held}
    return bool(roles & (WRITERS | set(INTO.values()))) or GRANTED.user_has_permission(user, "change")


def writes(user, space_id):
    """Does this user write in the space: one of its editors or leads, or whoever administers the site?"""
    return is_member(user) and (user.is_superuser or bool(WRITERS & set(standing(user).get(space_id, ()))))


def may_follow(user, pair):
    """May this user be told how the translation of something they asked for goes? While they read where it stands."""
    return is_member(user) and within_reach(user, Pair.objects.filter(pk=pair.pk)).exists()


def excepted(user, exemptions):
    """Rows of exceptions a member reads: the page that went out alone is live, and theirs to read."""
    if not is_member(user):
        return exemptions.none()
    return within_reach(user, exemptions.read(), "pair__")


def may_except(user, page):
    """May this user let one language of a page be read before the other? Whoever may publish it."""
    return is_within_reach(user, page) and page.permissions_for_user(user).can_publish()


def answerable(pair, page, by):
    """Those who may see to the other language of a page: who translates it, who publishes it, and oneself."""
    people = Q(pk__in=translators(pair).values("pk")) | Q(pk__in=publishers(page).values("pk")) | Q(pk=by.pk)
    return User.objects.filter(people, is_active=True)
