"""Roles in words."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from spaces.models import Role

register = template.Library()


@register.simple_tag
def role_chips(roles):
    """A chip for each role but that of member, which all have; in the order roles are listed."""
    labels = dict(Role.choices)
    shown = [(capfirst(labels[role]),) for role in reversed(Role.values) if role in roles and role != Role.MEMBER]
    return format_html("{}", format_html_join("", ' <span class="chip info">{}</span>', shown))
