"""Addresses of spaces and what they hold, under /fr/ and /en/. The pages themselves come last."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from spaces.views import announcements, articles, desk, documents, joining, meetings, pages, preferences, spaces, topics

urlpatterns = [
    path(_("spaces/"), spaces.index, name="spaces"),
    path(_("spaces/<slug:code>/practices/"), spaces.practices, name="space_practices"),
    path(_("spaces/<slug:code>/meetings/"), spaces.space_meetings, name="space_meetings"),
    path(_("spaces/<slug:code>/announcements/"), spaces.space_announcements, name="space_announcements"),
    path(_("spaces/<slug:code>/members/"), spaces.members, name="space_members"),
    path(_("spaces/<slug:code>/join/"), joining.join, name="space_join"),
    path(_("spaces/<slug:code>/withdraw/"), joining.withdraw, name="space_withdraw"),
    path(_("spaces/<slug:code>/leave/"), joining.leave, name="space_leave"),
    path(_("spaces/<slug:code>/desk/"), desk.members, name="desk_members"),
    path(_("spaces/<slug:code>/desk/members.csv"), desk.export, name="desk_export"),
    path(_("spaces/<slug:code>/desk/members/<int:pk>/"), desk.member, name="desk_member"),
    path(_("spaces/<slug:code>/desk/members/<int:pk>/end/"), desk.end_role, name="desk_end_role"),
    path(_("spaces/<slug:code>/desk/invite/"), desk.invite, name="desk_invite"),
    path(_("spaces/<slug:code>/desk/requests/"), desk.requests, name="desk_requests"),
    path(_("spaces/<slug:code>/desk/requests/<int:pk>/"), desk.join_request, name="desk_request"),
    path(_("spaces/<slug:code>/desk/documents/"), documents.index, name="desk_documents"),
    path(_("spaces/<slug:code>/desk/documents/add/"), documents.add, name="desk_document_add"),
    path(_("spaces/<slug:code>/desk/documents/<int:pk>/"), documents.edit, name="desk_document"),
    path(_("spaces/<slug:code>/desk/documents/<int:pk>/remove/"), documents.remove, name="desk_document_remove"),
    path(_("spaces/<slug:code>/desk/documents/<int:pk>/promote/"), documents.promote, name="desk_document_promote"),
    path(_("spaces/<slug:code>/desk/settings/"), desk.settings, name="desk_settings"),
    path(_("invitations/<str:token>/"), joining.invitation, name="invitation"),
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
