"""Mail: one function, one layout, the reader's own language from the subject to the last date."""

import logging
import re
import zoneinfo
from contextlib import contextmanager

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cms.models import CommunitySettings

log = logging.getLogger(__name__)
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


@contextmanager
def read_by(person):
    """The language and the clock of one person, for what is put in words for them."""
    with translation.override(person.language), timezone.override(zoneinfo.ZoneInfo(person.time_zone)):
        yield


def inline(html):
    """The same page with its style sheet written on each element, as mail programs want it; kept for dark mode."""
    return _inliner.inline(html)


def compose(name, *, to, context, headers=None):
    """Render «<name>.subject.txt», «.txt» and «.html» for one person and return the message, not yet sent.

    `to` is a User: its language and clock decide how everything is written.
    Mail with the same `name` has the same parts in both languages; a missing template is an error.
    """
    with read_by(to):
        context = {
            "reader": to,
            "community": CommunitySettings.load(),
            "base_url": settings.BASE_URL,
            "language": to.language,
            **context,
        }
        subject = re.sub(r"[ \t\r\n]+", " ", render_to_string(f"{name}.subject.txt", context)).strip()
        text = render_to_string(f"{name}.txt", context)
        html = inline(render_to_string(f"{name}.html", context))
    message = EmailMultiAlternatives(
        subject,
        text,
        to=[to.email],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": f"{to.language}-CA", **(headers or {})},
    )
    message.attach_alternative(html, "text/html")
    return message


def send(name, *, to, context, headers=None):
    """Compose and send to one person. Returns the number of messages accepted, as Django does."""
    return compose(name, to=to, context=context, headers=headers).send()
