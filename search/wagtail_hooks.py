"""Search in the editors' admin: the report on files, and what Wagtail does to many documents without saving each."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.models import File
from search import attachments, outbox, unread


class UnreadMenuItem(MenuItem):
    def is_shown(self, request):
        return unread.files(request.user) is not None


@hooks.register("register_reports_menu_item")
def report_on_files():
    address = reverse_lazy("files_not_read")
    return UnreadMenuItem(
        _("Files search could not read"), address, name="files-not-read", icon_name="doc-full", order=9100
    )


@hooks.register("after_bulk_action")
def moved_together(request, action_type, objects, action):
    """Documents moved to another collection have other readers."""
    if File in action.models:
        outbox.queue(attachments.concerned([file.pk for file in objects if file.pk]))
