"""Hours and durations of an agenda, in words."""

from django import template
from django.utils.translation import ngettext

from cms import dates

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
