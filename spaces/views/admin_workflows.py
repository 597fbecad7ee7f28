"""Approvals in the editors' admin, in words: who a page is submitted to, in the language of the editor.

A workflow has one name for editors of either language (spaces/services/provision.py), long where it is read in haste.
"""

from wagtail import hooks
from wagtail.admin.action_menu import SubmitForModerationMenuItem

from spaces.models import Space


class Submit(SubmitForModerationMenuItem):
    """«Soumettre à Qualité» / “Submit to Quality”: the page is in one language, which goes without saying."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        page = context.get("page")
        workflow = (page if page and page.pk else context["parent_page"]).get_workflow()
        if workflow and (space := Space.objects.filter(pages__workflowpage__workflow=workflow).first()):
            for code in ("FR", "EN"):
                context["label"] = context["label"].replace(f"{space.both_names} ({code})", space.name)
        return context


def in_words(menu_items, request, context):
    """Ours in the place of Wagtail's."""
    menu_items[:] = [
        Submit(order=item.order) if type(item) is SubmitForModerationMenuItem else item for item in menu_items
    ]


def listen():
    """Take that place; called once, when the application is ready."""
    hooks.register("construct_page_action_menu", in_words)
