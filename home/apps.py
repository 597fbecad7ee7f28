"""The home of each language, ordinary pages, and what one person sees first."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
