"""The home of each language, ordinary pages, and what one person sees first."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self):
        from cms import kept  # noqa: PLC0415  models are loaded by now
        from home.context import shared  # noqa: PLC0415

        kept.frame = shared
