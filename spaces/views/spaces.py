"""Spaces: the list, and one space with its tabs."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from cms.bilingual.twins import language_state, reading_language
from spaces import access
from spaces.models import Article, Role, Space, in_order
from spaces.services import paging, reading


def index(request):
    """The spaces this reader may know of, theirs marked."""
    spaces = access.open_to(request.user, Space.objects.all()).with_addresses()
    spaces = list(spaces.annotate(people=Count("memberships", distinct=True)).order_by("position", "code"))
    mine = set(request.user.memberships.values_list("space_id", flat=True))
    for space in spaces:
        space.is_mine = space.pk in mine
        space.is_enterable = access.can_enter(request.user, space)
    return TemplateResponse(request, "spaces/spaces/index.html", {"spaces": spaces, "section": "spaces"})


def page(request, space_page):
    """The overview of a space; a closed one shows its name, mandate and leads, and no content."""
    language, locale_id = reading_language()
    space = space_page.space
    context = frame(request, space, tab="overview", state=language_state(space_page))
    context["page"] = space_page
    if context["may_enter"]:
        latest = list(reading.articles(request.user).filter(space=space)[:4])
        coming = reading.meeting_pages(request.user, locale_id).filter(
            meeting__space=space, meeting__ends_at__gte=timezone.now()
        )
        context |= {
            "articles": reading.show(latest, language),
            "announcement": reading.announcement_pages(request.user, locale_id)
            .filter(announcement__space=space)
            .first(),
            "next_meeting": coming.order_by("meeting__starts_at").first(),
            "topics": in_order(space.topics.all()),
        }
    return TemplateResponse(request, space_page.template, context)


def frame(request, space, *, tab, state=None):
    """What stands around every tab of a space."""
    may_enter = access.can_enter(request.user, space)
    people = list(space.memberships.select_related("user__profile__jurisdiction").order_by("role", "user__last_name"))
    return {
        "space": space,
        "section": "spaces",
        "tab": tab,
        "state": state,
        "may_enter": may_enter,
        "people": people,
        "leads": [member.user for member in people if member.role == Role.LEAD],
        "is_mine": any(member.user_id == request.user.pk for member in people),
        "jurisdictions": len(
            {member.user.profile.jurisdiction_id for member in people if hasattr(member.user, "profile")}
        ),
        "overview_url": overview_url(space),
        "practice_count": Article.objects.filter(space=space, published_at__isnull=False).count() if may_enter else 0,
    }


def overview_url(space):
    """Address of the space's own page; read here when the space did not come with it."""
    if not hasattr(space, "path_fr"):
        space = Space.objects.with_addresses().get(pk=space.pk)
    return space.address


def entered(request, code):
    """The space of an address, when this reader may read what is inside; 404 otherwise."""
    space = get_object_or_404(Space.objects.with_addresses(), code=code)
    if not access.can_enter(request.user, space):
        raise Http404
    return space


def practices(request, code):
    language, _locale = reading_language()
    space = entered(request, code)
    found = paging.keyset(reading.articles(request.user).filter(space=space), request.GET)
    found.rows = reading.show(found.rows, language)
    context = frame(request, space, tab="practices") | {"found": found}
    return TemplateResponse(request, "spaces/spaces/practices.html", context)


def space_meetings(request, code):
    space = entered(request, code)
    pages = reading.meeting_pages(request.user, reading_language()[1]).filter(meeting__space=space)
    now = timezone.now()
    context = frame(request, space, tab="meetings") | {
        "coming": pages.filter(meeting__ends_at__gte=now).order_by("meeting__starts_at"),
        "past": pages.filter(meeting__ends_at__lt=now).order_by("-meeting__starts_at")[:50],
    }
    return TemplateResponse(request, "spaces/spaces/meetings.html", context)


def space_announcements(request, code):
    space = entered(request, code)
    pages = reading.announcement_pages(request.user, reading_language()[1]).filter(announcement__space=space)
    context = frame(request, space, tab="announcements") | {"found": pages[:50]}
    return TemplateResponse(request, "spaces/spaces/announcements.html", context)


def members(request, code):
    space = entered(request, code)
    return TemplateResponse(request, "spaces/spaces/members.html", frame(request, space, tab="members"))
