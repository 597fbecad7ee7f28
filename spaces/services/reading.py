"""Lists as a reader gets them: facts they may see, each with one page, in their language when it is live."""

from django.db.models import Q

from spaces import access
from spaces.models import AnnouncementPage, Article, ArticlePage, MeetingPage, Topic

LIST_FIELDS = ("title", "slug", "url_path", "locale_id", "translation_key", "summary", "live", "first_published_at")


def articles(user):
    """Articles that have a live page this user may read, newest first."""
    found = access.open_to(user, Article.objects.filter(published_at__isnull=False))
    return found.select_related("jurisdiction", "author", "space").order_by("-published_at", "-pk")


def show(facts, language):
    """Give each fact `shown`, the page this reader gets. One query for all; facts without one are left out."""
    ids = [fact.pk for fact in facts]
    pages = {}
    fields = (*LIST_FIELDS, "other_summary", "article_id")
    for page in ArticlePage.objects.filter(article_id__in=ids, live=True).with_answers().only(*fields):
        if page.language == language or page.article_id not in pages:
            pages[page.article_id] = page
    for fact in facts:
        fact.shown = pages.get(fact.pk)
    return [fact for fact in facts if fact.shown]


def page_of(meeting, language):
    """The live page of a meeting, in the language when there is one; None when there is none."""
    return preferred({page.language: page for page in meeting.pages.filter(live=True)}, language)


def preferred(pages, language):
    """Of {language: page}, the one in the language, or the other; None of none."""
    return pages.get(language) or next(iter(pages.values()), None)


def meeting_pages(user, locale_id):
    """Meeting pages this user may read, one a meeting, with their facts."""
    return access.open_to(user, MeetingPage.objects.once_each(locale_id)).with_facts()


def topics_of(pages):
    """What some meeting pages are about: the topics of their meetings and of the items of their agendas."""
    meetings = [Q(pk__in=pages.values(f"meeting__{name}")) for name in ("topics", "agenda_topics")]
    return Topic.objects.filter(meetings[0] | meetings[1])


def announcement_pages(user, locale_id):
    """Announcements this user may read, one page each, newest first, with their facts."""
    pages = access.open_to(user, AnnouncementPage.objects.once_each(locale_id)).with_facts()
    return pages.filter(announcement__published_at__isnull=False).order_by("-announcement__published_at", "-pk")
