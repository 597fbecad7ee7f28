"""The state of a translation, as chips."""

from django import template
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import ngettext

from cms import dates
from cms.bilingual import state_words
from cms.bilingual.models import State
from cms.templatetags.components import number

register = template.Library()
register.filter(state_words.percentage)


@register.simple_tag
def state_chip(pair):
    look = state_words.LOOKS[State(pair.state)]
    return format_html('<span class="chip {}">{}</span>', look, capfirst(state_words.state_words(pair)))


@register.simple_tag
def days_in_words(days):
    """«1,5 jour», “1.5 days”"""
    plural = int(days) if dates.is_french() else 2 - (days == 1)
    return ngettext("%(n)s day", "%(n)s days", plural) % {"n": number(days, 1)}
