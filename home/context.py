"""What the frame of every page shows: the community's names and the links at its foot, kept under their own version."""

from functools import partial

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from cms import versions
from cms.bilingual.addresses import locale_ids
from cms.models import CommunitySettings
from cms.templatetags.frame import switch_from
from home.demo import people
from home.models import StandardPage


def footer_pages(language):
    """Ordinary pages marked for the menus, in the language of the page."""
    pages = StandardPage.objects.filter(locale_id=locale_ids().get(language), live=True, show_in_menus=True)
    return list(pages.order_by("path").only("title", "url_path", "locale_id"))


def shared(request):
    """The part of the frame that is the same for everyone."""
    language = (get_language() or "en")[:2]
    return {
        "community": SimpleLazyObject(partial(versions.under, request, "names", CommunitySettings.load, frame=True)),
        "footer_pages": SimpleLazyObject(
            partial(versions.under, request, f"footer:{language}", partial(footer_pages, language), frame=True)
        ),
        "address": settings.BASE_URL + request.get_full_path(),  # printed under the page
        "demo_mode": settings.DEMO,
        "language": language,
        "signed_in": request.user.is_authenticated,
        "switch": SimpleLazyObject(partial(switch_from, request)),
    }


def community(request):
    """Context processor of pages that are not kept."""
    frame = shared(request)
    if settings.DEMO:
        frame |= {"demo_people": partial(people.personas, frame["language"]), "demo_password": people.PASSWORD}
    return frame
