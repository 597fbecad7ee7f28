"""The yardstick: a page with nothing on it, as a fresh Wagtail project would serve it."""

from wagtail.models import Page


class BlankPage(Page):
    template = "blank/blank.html"
