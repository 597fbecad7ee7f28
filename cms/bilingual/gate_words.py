"""What the gate held back, in words: what is missing, from whom, and the ways on."""

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cms import dates, mail
from cms.bilingual import readiness
from cms.bilingual.gate_models import Exemption
from cms.bilingual.task_models import Step

NAMES = 3  # of people in one sentence
QUOTE = 50  # characters of a passage


def said(obstacle):
    """One sentence about one obstacle."""
    return SENTENCES[obstacle.kind](obstacle)


def missing(obstacle):
    if obstacle.language == "fr":
        return _("There is no French page yet: have it translated.")
    return _("There is no English page yet: have it translated.")


def unpublished(obstacle):
    if obstacle.count and obstacle.language == "fr":
        return _("The changes of the French page are a draft: somebody who may publish them has yet to do so.")
    if obstacle.count:
        return _("The changes of the English page are a draft: somebody who may publish them has yet to do so.")
    if obstacle.language == "fr":
        return _("The French page is a draft: somebody who may publish it has yet to do so.")
    return _("The English page is a draft: somebody who may publish it has yet to do so.")


def scheduled(obstacle):
    at = parse_datetime(obstacle.why)
    when = dates.moment(at)
    if obstacle.language == "fr":
        return _("The French page goes live on %(day)s at %(time)s.") % when
    return _("The English page goes live on %(day)s at %(time)s.") % when


def workflow(obstacle):
    if obstacle.language == "fr":
        return _("The French page waits for approval.")
    return _("The English page waits for approval.")


def step(obstacle):
    task = obstacle.task
    if task.step == Step.TO_REVISE:
        if task.reviser_id:
            return _("The translation waits for its reviser, %(name)s.") % {"name": task.reviser}
        return _("The translation waits to be revised.")
    if task.assignee_id:
        return _("%(name)s translates it and has not handed it over yet.") % {"name": task.assignee}
    return _("Nobody has taken the translation yet.")


def lacking(obstacle):
    if obstacle.why == readiness.BY_HAND:
        return unwritten(obstacle)
    if obstacle.language == "fr":
        words = ngettext(
            "%(count)d passage is not translated into French.",
            "%(count)d passages are not translated into French.",
            obstacle.count,
        )
    else:
        words = ngettext(
            "%(count)d passage is not translated into English.",
            "%(count)d passages are not translated into English.",
            obstacle.count,
        )
    return words % {"count": obstacle.count}


def unwritten(obstacle):
    """Of a page nobody translates: it is written by hand."""
    if obstacle.language == "fr":
        words = ngettext(
            "The French page does not say %(count)d passage of the original yet: write it there or, when both pages "
            "say the same, say so on the translators’ desk.",
            "The French page does not say %(count)d passages of the original yet: write them there or, when both pages "
            "say the same, say so on the translators’ desk.",
            obstacle.count,
        )
    else:
        words = ngettext(
            "The English page does not say %(count)d passage of the original yet: write it there or, when both pages "
            "say the same, say so on the translators’ desk.",
            "The English page does not say %(count)d passages of the original yet: write them there or, when both "
            "pages say the same, say so on the translators’ desk.",
            obstacle.count,
        )
    return words % {"count": obstacle.count}


def left(obstacle):
    words = ngettext(
        "%(count)d passage of the translation still has the words of the original: %(passages)s. Translate it on the "
        "page, or say on the translators’ desk that it is the same in both languages.",
        "%(count)d passages of the translation still have the words of the original: %(passages)s. Translate them on "
        "the page, or say on the translators’ desk, of each, that it is the same in both languages.",
        obstacle.count,
    )
    return words % {"count": obstacle.count, "passages": quoted(obstacle.why.split("\n"), obstacle.count)}


def quoted(passages, count):
    """The first of some passages, each short enough to be known again."""
    said = [_("“%(words)s”") % {"words": Truncator(" ".join(words.split())).chars(QUOTE)} for words in passages]
    others = count - len(said)
    if others <= 0:
        return ", ".join(said)
    more = ngettext("%(count)d other", "%(count)d others", others) % {"count": others}
    return _("%(some)s and %(more)s") % {"some": ", ".join(said), "more": more}


def stale(obstacle):
    words = ngettext(
        "In this version, %(count)d passage is not what was confirmed: open the translation and have it approved.",
        "In this version, %(count)d passages are not what was confirmed: open the translation and have it approved.",
        obstacle.count,
    )
    return words % {"count": obstacle.count}


def invalid(obstacle):
    if obstacle.language == "fr":
        return _("The French page cannot be published: %(why)s") % {"why": obstacle.why}
    return _("The English page cannot be published: %(why)s") % {"why": obstacle.why}


def unlike(obstacle):
    """The words are those of the page type: nothing here knows what its streams hold."""
    return obstacle.unlike.words


SENTENCES = {
    readiness.MISSING: missing,
    readiness.UNPUBLISHED: unpublished,
    readiness.SCHEDULED: scheduled,
    readiness.WORKFLOW: workflow,
    readiness.STEP: step,
    readiness.LACKING: lacking,
    readiness.LEFT: left,
    readiness.STALE: stale,
    readiness.INVALID: invalid,
    readiness.UNLIKE: unlike,
}


def headline(held):
    title = held.page.draft_title or held.page.title
    if held.at:
        when = {"title": title, **dates.moment(held.at)}
        if held.page.language == "fr":
            return _("“%(title)s” is to go live on %(day)s at %(time)s, if its English page is ready by then.") % when
        return _("“%(title)s” is to go live on %(day)s at %(time)s, if its French page is ready by then.") % when
    if not held.waits:
        return _("“%(title)s” was not published.") % {"title": title}
    if read := [page for page in (held.page, other_of(held)) if page and page.live]:
        return not_yet(title, held.page, read[0])
    if held.page.language == "fr":
        return _("“%(title)s” is not live yet: it goes live together with its English page.") % {"title": title}
    return _("“%(title)s” is not live yet: it goes live together with its French page.") % {"title": title}


def other_of(held):
    return held.pair.en_page if held.page.language == "fr" else held.pair.fr_page


def not_yet(title, page, read):
    """Of what is read already, in this language or in the other one alone: since when."""
    said = {"title": title, "day": dates.day(read.last_published_at or read.latest_revision_created_at)}
    if read.pk == page.pk and page.language == "fr":
        return (
            _(
                "The new version of “%(title)s” is not published yet: readers have the words of %(day)s. It goes live "
                "together with its English page."
            )
            % said
        )
    if read.pk == page.pk:
        return (
            _(
                "The new version of “%(title)s” is not published yet: readers have the words of %(day)s. It goes live "
                "together with its French page."
            )
            % said
        )
    if page.language == "fr":
        return _("“%(title)s” is not published yet: readers have its English page, with the words of %(day)s.") % said
    return _("“%(title)s” is not published yet: readers have its French page, with the words of %(day)s.") % said


def whole(held):
    """Everything in one paragraph, as HTML: the title says its language where it is another one."""
    words, page = escape(" ".join([headline(held), *map(said, held.obstacles)])), held.page
    title = escape(page.draft_title or page.title)
    spoken = format_html('<span lang="{}">{}</span>', page.language, title)
    return words if (page.language == "fr") == dates.is_french() else mark_safe(words.replace(title, spoken, 1))  # noqa: S308  escaped above


def ways(held, user):
    """[(words, address)] of the ways on: to the translation; to the exception there is, or one that may be recorded."""
    found = []
    if any(one.kind == readiness.MISSING for one in held.obstacles):
        found.append((_("Have it translated"), reverse("translation_ask", args=[held.page.pk])))
    else:
        found.append((_("Open in the translators’ desk"), reverse("translation", args=[held.pair.pk])))
    if held.waits and held.pair.is_together:
        found += exception(held, user)
    return found


def exception(held, user):
    """An exception lets a page go before its other language; it makes nothing of the page itself ready."""
    row = Exemption.objects.open().filter(pair=held.pair).first()
    page = getattr(held.pair, f"{row.language}_page") if row else held.page
    if not page.permissions_for_user(user).can_publish():
        return []
    if row:
        return [(_("Change the exception"), reverse("exception", args=[row.pk]))]
    if held.pair.goes_along(page) or any(one.language == page.language for one in held.obstacles):
        return []
    return [(_("Record an exception"), reverse("exception_new", args=[page.pk]))]


def warn(request, held):
    """Say it on the editors' desk, on its reader's clock, which Wagtail does not name.

    Once, also when the page that is opened next says it of itself.
    """
    with mail.read_by(request.user):
        say(request, held)


def say_minute(request, page, at):
    """A translation is approved, and its minute is set: Wagtail says so in a side panel only."""
    with mail.read_by(request.user):
        when = {"title": page.title, **dates.moment(at)}
        messages.info(request, _("“%(title)s” is approved. On %(day)s at %(time)s, it goes live.") % when)


def say_shared(request, page, at):
    """The form of a page named no minute: the one set on its other language holds for both."""
    with mail.read_by(request.user):
        when = {"title": page.draft_title, **dates.moment(at)}
        said = _("“%(title)s” goes live on %(day)s at %(time)s: this is set for both languages.")
        messages.success(request, said % when)


def say_dated(request, page, at):
    """Published among others, it is not read before its minute."""
    with mail.read_by(request.user):
        when = {"title": page.draft_title, **dates.moment(at)}
        messages.info(request, _("“%(title)s” goes live on %(day)s at %(time)s.") % when)


def say_other(request, other, at):
    """On opening a page, before it is published: a minute is set on its other language."""
    with mail.read_by(request.user):
        when = dates.moment(at)
        said = _(
            "Its English page goes live on %(day)s at %(time)s. Published before that, this page goes live then too."
        )
        if other.language == "fr":
            said = _(
                "Its French page goes live on %(day)s at %(time)s. Published before that, this page goes live then too."
            )
        messages.info(request, said % when)


def say(request, held):
    buttons = [messages.button(address, label) for label, address in ways(held, request.user)]
    if messages.render(whole(held), buttons) not in queued(request):
        messages.warning(request, whole(held), buttons)


def queued(request):
    """What is about to be said to this person; reading it leaves it there."""
    storage = get_messages(request)
    said = [str(message) for message in storage]
    storage.used = False
    return said
