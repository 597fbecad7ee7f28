"""What the translators’ pages say in chips and in small: how far, which way, by when, and in whose words."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms import dates
from cms.bilingual import markup
from cms.bilingual.addresses import code_of, url_of
from cms.bilingual.models import State
from cms.bilingual.task_models import Step
from cms.templatetags.components import language_attr
from cms.templatetags.typo import typo
from cms.typography import NB
from spaces.models import today

register = template.Library()
LOOKS = {
    State.UP_TO_DATE: "ok", State.SOURCE_CHANGED: "warn", State.TARGET_CHANGED: "violet", State.INCOMPLETE: "info",
    State.MISSING: "", Step.TO_TRANSLATE: "info", Step.TO_REVISE: "violet", Step.APPROVED: "ok",
}  # fmt: skip


def chip(words, look=""):
    return format_html('<span class="chip {}">{}</span>', look, words)


@register.filter
def counted(outcome, number):
    """What became of so many lines of a file."""
    return outcome.counted(number)


@register.simple_tag
def direction(pair):
    """«français → anglais»: from the original to its translation."""
    return _("French to English") if pair.source == "fr" else _("English to French")


@register.simple_tag
def state_chip(pair):
    """How the translation stands to its original."""
    words = capfirst(State(pair.state).label)
    if pair.state == State.INCOMPLETE:
        percent = f"{pair.percent}{NB}%" if dates.is_french() else f"{pair.percent}%"
        words = _("Incomplete (%(percent)s)") % {"percent": percent}
    elif pair.state == State.UP_TO_DATE and pair.is_unpublished:
        words = capfirst(_("up to date, to be published"))
    return chip(words, LOOKS[pair.state])


@register.simple_tag
def step_chip(task):
    return chip(capfirst(Step(task.step).label), LOOKS[task.step])


@register.simple_tag
def due_chip(task):
    """The day a translation is due; one that is past is said to be."""
    words = _("Late: due %(day)s") if task.due_on < today() else _("Due %(day)s")
    return chip(words % {"day": dates.day(task.due_on)}, "warn" if task.due_on <= today() else "")


@register.simple_tag
def passage_chip(passage):
    if passage.is_done:
        return chip(_("Confirmed"), "ok")
    if passage.said is not None and passage.said.has_error:
        return chip(_("Has an error"), "warn")
    if passage.is_machine:
        return chip(_("Machine draft"), "warn")
    if passage.before:
        return chip(_("Original changed"), "warn")
    return chip(_("Read it again"), "warn") if passage.is_from_page else chip(_("To translate"), "info")


@register.simple_tag
def origin(proposal):
    """Where a proposal was written, and when. The title of a page its reader may not see is not said."""
    said, page = {"day": dates.day(proposal.row.at)}, proposal.page
    if proposal.is_here:
        words = _("Elsewhere on this page, %(day)s") % said
    elif page is None:
        words = _("Elsewhere, %(day)s") % said
    else:
        link = '<a href="{}"{}>{}</a>'
        title = format_html(link, url_of(page), language_attr(code_of(page.locale_id)), page.title)
        words = format_html(_("In “{title}”, {day}"), title=title, **said)
    return format_html("{} {}", chip(_("Nearly the same")), words) if proposal.is_near else words


@register.filter
def readable(data):
    """A passage as one reads it, without its tags."""
    return markup.plain(data or "")


@register.filter
def pages_shown(pair):
    return [page for page in (pair.source_page, pair.target_page) if page]


@register.filter
def page_url(page):
    return url_of(page)


@register.filter
def code_of_page(page):
    return code_of(page.locale_id)


@register.filter
def language_back(language, around):
    """` lang` of our own words inside a text of the other language."""
    return "" if language == around else format_html(' lang="{}"', language)


@register.simple_tag
def with_terms(passage, language):
    """The original with the terms of the term base marked."""
    places = [(term.start, term.end) for term in passage.terms]
    return typo(markup.with_marks(passage.text, places, passage.place.is_rich), language)


@register.simple_tag
def terms_of(passage, *, target):
    """The terms met, once each, with what the other language calls it."""
    met = {term.concepts: term for term in reversed(passage.terms)}
    rows = format_html_join(
        "", '<div><dt>{}</dt> <dd lang="{}"><strong>{}</strong>{}</dd></div>',  # among words of the other language
        ((term.found, target, term.terms[0], "".join(f", {name}" for name in term.terms[1:]))
         for term in reversed(met.values())),
    )  # fmt: skip
    return format_html('<dl class="terms meta">{}</dl>', rows)
