"""Spaces: the list, and one space with its tabs."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from cms import versions
from cms.bilingual.twins import language_state, reading_language
from spaces import access, access_planning
from spaces.models import Role, Space, State, in_order
from spaces.services import joining, memberships, paging, reading
from spaces.views import follow_buttons
from spaces.views.editing import desk_address


def index(request):
    """The spaces this reader may know of, theirs marked."""
    spaces = access.open_to(request.user, Space.objects.all()).with_addresses()
    spaces = list(spaces.with_people().order_by("position", "code"))
    for space in spaces:
        space.is_mine = space.pk in access.standing(request.user)
        space.is_enterable = access.can_enter(request.user, space)
    context = {"spaces": spaces, "section": "spaces", "may_create": access.may_create(request.user)}
    return TemplateResponse(request, "spaces/spaces/index.html", context)


def page(request, space_page):
    """The overview of a space; a closed one shows its name, mandate and leads, and no content."""
    language, _locale = reading_language()
    space = space_page.space
    address = "" if request.is_preview else space_page.address
    context = frame(request, space, tab="overview", address=address, own=space_page.pk)
    context |= {"page": space_page, "state": language_state(space_page)}
    if context["may_run"] and not space.archived_at:
        context["waiting"] = space.join_requests.filter(state=State.WAITING).count()
    if context["may_enter"]:
        context |= versions.under(request, f"overview:{space.pk}:{language}", lambda: overview(request.user, space))
        now = timezone.now()
        coming = (page for page in context["coming"] if page.meeting.ends_at >= now)
        context["next_meeting"] = next(coming, None)
    return TemplateResponse(request, space_page.template, context)


def overview(user, space):
    """What the first page of a space shows of its content, the same for all who may enter it."""
    language, locale_id = reading_language()
    coming = reading.meeting_pages(user, locale_id).filter(meeting__space=space, meeting__ends_at__gte=timezone.now())
    words = reading.announcement_pages(user, locale_id).filter(announcement__space=space)
    return {
        "articles": reading.show(list(reading.articles(user).filter(space=space)[:4]), language),
        "announcement": words.first(),
        "coming": list(coming.order_by("meeting__starts_at")[:20]),
        "topics": in_order(space.topics.all()),
    }


def counted(request, space):
    """How many practices the space has; it came with it, or is kept until content changes."""
    if hasattr(space, "practice_count"):
        return space.practice_count
    found = Space.objects.with_practices().filter(pk=space.pk).values_list("practice_count", flat=True)
    return versions.under(request, f"practices:{space.pk}", found.first)


def frame(request, space, *, tab, address="", own=None):
    """What stands around every tab of a space; `address` and `own` are those of its page, where it is in hand."""
    may_enter = access.can_enter(request.user, space)
    people, way_in = memberships.roster(space, request.user), joining.way_in(request.user, space)
    return {
        "space": space,
        "section": "spaces",
        "tab": tab,
        "may_enter": may_enter,
        "people": people,
        "leads": [person for person in people if Role.LEAD in person.roles],
        "way_in": way_in,
        "follow": may_enter and follow_button(request, space, people, is_member=way_in == "in"),
        "may_run": access.may_run(request.user, space),
        "desk_url": desk_address(request.user, space, own or own_page(space)),
        "jurisdictions": len({person.profile.jurisdiction_id for person in people if hasattr(person, "profile")}),
        "overview_url": address or overview_url(space),
        "practice_count": counted(request, space),
    }


def follow_button(request, space, people, *, is_member):
    """How the reader follows the space came with its people, or is asked when nobody is in it."""
    level = people[0].held if people else follow_buttons.held(request).get(("space", str(space.pk)))
    return follow_buttons.of_space(request, space, level, is_member=is_member)


def own_page(space):
    """Id of the space's page in the reader's language, when it came with the space."""
    return getattr(space, f"page_{reading_language()[0]}", None)


def overview_url(space):
    """Address of the space's own page; read here when the space did not come with it."""
    if not hasattr(space, "path_fr"):
        space = Space.objects.with_addresses().get(pk=space.pk)
    return space.address


def entered(request, code):
    """The space of an address, kept until content changes, when this reader may read what is inside; 404 otherwise."""
    spaces = Space.objects.with_addresses().with_practices()
    space = versions.under(request, f"space:{code}", lambda: spaces.filter(code=code).first())
    if space is None or not access.can_enter(request.user, space):
        raise Http404
    return space


def practices(request, code):
    language, _locale = reading_language()
    space = entered(request, code)
    articles = reading.articles(request.user).filter(space=space)
    found = paging.keyset(articles, request.GET, total=space.practice_count)
    found.rows = reading.show(found.rows, language)
    context = frame(request, space, tab="practices") | {"found": found}
    return TemplateResponse(request, "spaces/spaces/practices.html", context)


def space_meetings(request, code):
    space = entered(request, code)
    pages = reading.meeting_pages(request.user, reading_language()[1]).filter(meeting__space=space)
    now = timezone.now()
    context = frame(request, space, tab="meetings") | {
        "may_plan": access_planning.may_plan(request.user, space),
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
