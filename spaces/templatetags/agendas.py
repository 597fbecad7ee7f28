"""Hours, durations and kinds of the items of an agenda, in words."""

from django import template
from django.utils.translation import ngettext

from cms import dates
from spaces.models.agenda import KINDS

register = template.Library()


@register.simple_tag
def until(at, *, zone=""):
    """The hour at which an item ends."""
    return dates.clock(at, zone=zone)


@register.simple_tag
def there(at, *, zone):
    """The same hour on another clock, which is named."""
    return dates.hour(at, zone=zone)


@register.filter
def in_minutes(minutes):
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


@register.simple_tag
def agenda_kind(code):
    return dict(KINDS).get(code, "")
