"""What search could not read of a document, on the sheet where it is changed."""

from django import template

from search import unread

register = template.Library()


@register.simple_tag
def not_read(document):
    """[(copy, why)] of the files of a document that are not read whole."""
    return unread.remarks([document]).get(document.pk, [])
