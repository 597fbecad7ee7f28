"""Addresses of spaces and what they hold, under /fr/ and /en/. The pages themselves come last."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from spaces.views import announcements, articles, meetings, pages, preferences, spaces, topics

urlpatterns = [
    path(_("spaces/"), spaces.index, name="spaces"),
    path(_("spaces/<slug:code>/practices/"), spaces.practices, name="space_practices"),
    path(_("spaces/<slug:code>/meetings/"), spaces.space_meetings, name="space_meetings"),
    path(_("spaces/<slug:code>/announcements/"), spaces.space_announcements, name="space_announcements"),
    path(_("spaces/<slug:code>/members/"), spaces.members, name="space_members"),
    path(_("practices/"), articles.index, name="articles"),
    path(_("meetings/"), meetings.index, name="meetings"),
    path(_("announcements/"), announcements.index, name="announcements"),
    path(_("topics/"), topics.index, name="topics"),
    path(_("topics/<slug:code>/"), topics.detail, name="topic"),
    path(_("topics/<slug:code>/follow/"), topics.follow, name="topic_follow"),
    path(_("preferences/"), preferences.edit, name="preferences"),
    path(_("untranslated/<int:pk>/<slug:slug>/"), pages.untranslated, name="untranslated"),
    re_path(r"^((?:[\w\-]+/)*)$", pages.serve, name="wagtail_serve"),
]
