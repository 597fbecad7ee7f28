"""Setting up a space: one act makes the row, its leads and its page in each language (product.md C6)."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms import codes
from cms.bilingual import ledger
from cms.bilingual.models import LANGUAGES
from cms.bilingual.pairs import tie
from cms.bilingual.twins import other
from spaces import access
from spaces.models import RESERVED_CODES, Role, Space, SpacePage, sort_key
from spaces.services import letters, logbook, memberships
from spaces.services.memberships import Refused

#: (field, the name it is made of, what it is when that has no words)
WORDS = (("code", "name_en", "space"), ("code_fr", "name_fr", "espace"))


def word(name, empty):
    """What a space of this name is called in addresses; no other has it in either language."""
    return codes.free(Space, codes.base_of(Space, name, empty=empty), fields=Space.words, reserved=RESERVED_CODES)


@transaction.atomic
def create(*, by, facts, leads, original=None):
    """A space with its leads and its two live pages, or nothing at all. Returns the Space.

    `facts` are fields of the row; its words in addresses come from its names. `original` is the language its page is
    written in first, that of `by` when none is given. Raises Refused when `by` may not, or without two leads who may
    sign in.
    """
    if not access.may_create(by):
        raise Refused(_("New spaces are set up by the co-chairs, their support and administrators."))
    if len({lead.pk for lead in leads}) < memberships.LEADS_AT_LEAST:
        raise Refused(_("Name two different people."))
    list(Page.objects.select_for_update().filter(depth=2))  # the same form sent twice comes one after the other
    refuse_taken(by, facts["name_fr"], facts["name_en"])
    words = {field: word(facts[name], empty) for field, name, empty in WORDS}
    space = Space.objects.create(**words, **facts)
    logbook.write(space, "create", by=by, names=[str(lead) for lead in leads])
    for lead in leads:
        memberships.grant(user=lead, space=space, role=Role.LEAD)
    write_pages(space, by=by, original=original or by.language)
    for lead in leads:
        letters.post("appointed", lead.pk, space.pk)
    return space


def refuse_taken(by, name_fr, name_en, *, but=None):
    """Refuse the names of another space, in both languages: of one this person knows of, the others stay unsaid."""
    wanted = sort_key(plain(name_fr)), sort_key(plain(name_en))
    for space in access.known_spaces(by).exclude(pk=but and but.pk):
        if (sort_key(plain(space.name_fr)), sort_key(plain(space.name_en))) == wanted:
            raise Refused(_("There is a space of this name already."))


def plain(name):
    """A name as it compares: capitals, kinds of spaces and apostrophes do not count."""
    return " ".join(name.replace("’", "'").split()).casefold()


@transaction.atomic
def settle(*, form, by):
    """Save the settings of a space, when they differ. Raises Refused when another has its name."""
    if {"name_fr", "name_en"} & set(form.changed_data):
        refuse_taken(by, form.instance.name_fr, form.instance.name_en, but=form.instance)
    if form.changed_data:
        logbook.write(form.instance, "settings", by=by, changes=form.changes)
        form.save()


def write_pages(space, *, by, original):
    """The page of a space in both languages, live, the original first, tied to its translation."""
    pages = {original: write_page(space, original, by=by)}
    pages[other(original)] = write_page(space, other(original), by=by, key=pages[original].translation_key)
    tie(pages[original], pages[other(original)], user=by)
    return pages


def write_page(space, code, *, by=None, key=None):
    """Its page in one language, live; with the translation key of the other one when there is one."""
    home = Page.objects.select_related("locale").get(depth=2, locale__language_code=code)
    page = SpacePage(title=space.name_in(code), space=space, owner=by, locale=home.locale, live=False)
    page.translation_key = key or page.translation_key
    home.add_child(instance=page)
    revision = page.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=True)  # may_create was asked; Wagtail's groups are for editors
    page.refresh_from_db()
    return page


def put_back_pages(space):
    """Make again a page of the space that is gone, publish one that is not live. Returns [what was wrong], for logs."""
    wrong = []
    pages = {page.language: page for page in SpacePage.objects.filter(space=space).select_related("locale")}
    for code, _name in LANGUAGES:
        if code not in pages:
            wrong.append(f"no page of {space.code} in {code}")
            pages[code] = write_page(space, code, key=next((page.translation_key for page in pages.values()), None))
        elif not pages[code].live:
            wrong.append(f"page {pages[code].pk} of {space.code} is not live")
            pages[code].get_latest_revision().publish(skip_permission_checks=True)
    if wrong and ledger.running(pages["fr"].translation_key) is None:
        tie(pages["fr"], pages["en"])
    return wrong
