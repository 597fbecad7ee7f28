"""What the frame of every page shows: the community's names and the links at its foot. Read only when a page asks."""

from functools import partial

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from cms.bilingual.addresses import locale_ids
from cms.models import CommunitySettings
from home.demo import people
from home.models import StandardPage


def footer_pages():
    """Ordinary pages marked for the menus, in the language of the page."""
    locale_id = locale_ids().get((get_language() or "en")[:2])
    pages = StandardPage.objects.filter(locale_id=locale_id, live=True, show_in_menus=True)
    return list(pages.order_by("path").only("title", "url_path", "locale_id"))


def community(request):
    """Context processor."""
    language = (get_language() or "en")[:2]
    return {
        "community": SimpleLazyObject(CommunitySettings.load),
        "footer_pages": SimpleLazyObject(footer_pages),
        "demo_mode": settings.DEMO,
        "demo_people": partial(people.personas, language) if settings.DEMO else (),
        "demo_password": people.PASSWORD,
        "language": language,
    }
