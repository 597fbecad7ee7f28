"""The pages of a meeting that is being prepared: drafts in both languages, for the desk to write on and publish."""

from wagtail.log_actions import log
from wagtail.models import Page

from cms.bilingual.pairs import tie
from cms.bilingual.twins import other
from spaces.models import MeetingPage, SpacePage
from spaces.services import translations


def write(meeting, said, *, first, by, parents=None):
    """Drafts under the space’s page of each language of `said` ({language: {field: words}}), `first` the original.

    With words in both, each is the other’s translation; with those of one, its translation is asked for as of any
    page. Returns {language: page}. `parents`: the space’s pages, where several meetings are written at once.
    """
    parents = parents or homes_of(meeting.space)
    pages, key = {}, None
    for code in [first, other(first)]:
        if code in said:
            pages[code] = draft(meeting, parents[code], said[code], by=by, key=key)
            key = pages[code].translation_key
    if len(pages) > 1:
        tie(pages[first], pages[other(first)], user=by)
    else:
        translations.ask(page=pages[first], by=by)
    return pages


def homes_of(space):
    """{language: the space’s page}."""
    return {page.language: page for page in SpacePage.objects.filter(space=space).select_related("locale")}


def draft(meeting, parent, words, *, by, key):
    """One page nobody reads yet. Who may call the meeting was asked; Wagtail’s groups are for editors."""
    page = MeetingPage(**words, meeting=meeting, owner=by, locale=parent.locale, live=False)
    page.translation_key = key or page.translation_key
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=by)
    log(instance=page, action="wagtail.create", user=by)
    return page
