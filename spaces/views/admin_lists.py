"""Lists of the editors' admin that Wagtail makes without asking for rights, made of what their reader may find.

Its dashboard and its report of locks name what one once edited, locked or submitted; an act on «all» pages names those
one may not touch; its interface for scripts gives every file of the site; its filters name every workflow, and everyone
who ever owned, edited, locked or submitted a page, wherever that was (wagtail/admin/views/home.py, pages/listing.py,
reports/*.py, bulk_action/base_bulk_action.py, wagtail/*/api/admin/views.py, 8.0).
"""

from django.db.models import CharField
from django.db.models.functions import Cast
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet, get_users_for_filter
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet, LockedPagesView
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet, WorkflowTasksReportFilterSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page, PageLogEntry, Task, Workflow, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import EditView

from cms.bilingual import gate, gate_words, minute, withdrawal
from cms.models import User
from spaces import access
from spaces.services import moves
from spaces.services.memberships import kept_words


def holder(label):
    """The column that names whose duty it is, and leads to it."""
    return TitleColumn("user", label=label, url_name="wagtailsnippets_spaces_communityrole:edit")


def found_by(user):
    """The pages one finds in the explorer today."""
    return policy_registry.get_by_type(Page).explorable_instances(user)


class OnlyFound:
    """A panel of the dashboard: `key` is its list in the context, `page_of` the page of one of its rows."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        rows = list(context[self.key])
        found = found_by(parent_context["request"].user).filter(pk__in={self.page_of(row).pk for row in rows})
        ids = set(found.values_list("pk", flat=True))
        return {**context, self.key: [row for row in rows if self.page_of(row).pk in ids]}


class MyEdits(OnlyFound, RecentEditsPanel):
    key = "last_edits"

    def page_of(self, row):
        return row[1]


class MyLocks(OnlyFound, LockedPagesPanel):
    key = "locked_pages"

    def page_of(self, row):
        return row


class MySubmissions(OnlyFound, UserObjectsInWorkflowModerationPanel):
    key = "workflow_states"

    def page_of(self, row):
        return row.content_object


class MyApprovals(OnlyFound, WorkflowObjectsToModeratePanel):
    key = "states"

    def page_of(self, row):
        return row["obj"]


#: Wagtail's panel -> ours.
PANELS = {
    RecentEditsPanel: MyEdits,
    LockedPagesPanel: MyLocks,
    UserObjectsInWorkflowModerationPanel: MySubmissions,
    WorkflowObjectsToModeratePanel: MyApprovals,
}


class OfThoseFound:
    """An act on several pages: «all» of a listing are those one finds."""

    def get_all_objects_in_listing_query(self, parent_id):
        listed = super().get_all_objects_in_listing_query(parent_id)
        return found_by(self.request.user).filter(pk__in=list(listed)).values_list("pk", flat=True)


class OfBothLanguages(OfThoseFound):
    """What is done to several pages counts those of the other language that went with them."""

    others = 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        said = super().get_success_message(num_parent_objects, num_child_objects)
        if not self.others:
            return said
        more = ngettext(
            "So was %(count)d page in the other language.",
            "So were %(count)d pages in the other language.",
            self.others,
        )
        return f"{said}. {more % {'count': self.others}}"


class ThroughTheGate(OfBothLanguages):
    """Publishing several: the gate names what it held; the rest is counted, what went live along too."""

    def get_success_message(self, num_parent_objects, num_child_objects):
        held, chosen = {one.page.pk for one in gate.heard()}, {page.pk for page in self.actionable_objects}
        dated = self.say_minutes(chosen - held)
        parents, children = num_parent_objects - len(held & chosen) - dated, num_child_objects - len(held - chosen)
        self.others = Page.objects.filter(pk__in=gate.along() - chosen, live=True).count()
        return super().get_success_message(parents, children) if parents or children else None

    def say_minutes(self, chosen):
        """Of what goes live at its minute, which. Returns how many of those chosen do."""
        dated = minute.to_come(chosen).order_by("approved_go_live_at")
        for revision in dated:
            gate_words.say_dated(self.request, revision.as_object(), revision.approved_go_live_at)
        return len(dated)


class InBothLanguages(OfBothLanguages):
    """Withdrawing several: a page whose other language leaves with it is not for who may not withdraw that one."""

    def prepare_action(self, pages, pages_without_access):
        chosen, twins = {page.pk for page in pages}, [withdrawal.partner(page) for page in pages]
        leave = [twin for twin in twins if twin and (twin.live or self.action_type == "delete")]
        self.others = sum(twin.pk not in chosen for twin in leave)
        return super().prepare_action(pages, pages_without_access)

    def check_perm(self, page):
        return super().check_perm(page) and not withdrawal.obstacle(page.specific, self.request.user, self.action_type)


class WithTheirTwins(OfBothLanguages):
    """Moving several: all of them with their other language, or none."""

    def prepare_action(self, pages, pages_without_access):
        destination = self.cleaned_form.cleaned_data["chooser"]
        for refused in pages_without_access["pages_without_destination_access"]:
            if said := moves.of_the_other_language(refused["item"], destination):
                messages.error(self.request, said)
        if response := super().prepare_action(pages, pages_without_access):
            return response
        self.others = sum(moves.follows(page, destination) for page in pages)
        reasons = [moves.obstacle(page, destination, self.request.user) for page in pages]
        for said in filter(None, reasons):
            messages.error(self.request, said)
        return redirect(self.next_url) if any(reasons) else None


def move_both(request, page, destination):
    """A page goes with its other language, or not at all: said before it is done."""
    if said := moves.obstacle(page, destination, request.user):
        messages.error(request, said)
        return redirect("wagtailadmin_pages:move", page.pk)
    if request.method == "GET" and page.get_translations().exists():
        messages.info(request, _("Its page in the other language moves along."))
    return None


BULK_ACTIONS = [
    type(action.__name__, (mixin, action), {})
    for action, mixin in (
        (DeleteBulkAction, InBothLanguages),
        (MoveBulkAction, WithTheirTwins),
        (PublishBulkAction, ThroughTheGate),
        (UnpublishBulkAction, InBothLanguages),
    )
]


class UncountedUse:
    """Beside a form, how often a row is named counts closed spaces too: only administrators of all read it."""

    def get_usage_url(self):
        return super().get_usage_url() if self.request.user.is_superuser else None


class FactEdit(UncountedUse, EditView):
    def dispatch(self, request, *args, **kwargs):
        """The row of an archived space is changed once it is open again. (Wagtail asks of rights on all rows.)"""
        if getattr(self.object, "archived_at", None) and self.user_has_permission("change"):
            messages.error(request, kept_words())
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class FilesWithinReach:
    def get_queryset(self):
        return access.files_within_reach(self.request.user, super().get_queryset())


class Pictures(FilesWithinReach, ImagesAdminAPIViewSet):
    pass


class Documents(FilesWithinReach, DocumentsAdminAPIViewSet):
    pass


def workflows(request):
    """The workflows of the pages one finds: a workflow bears the name of its space."""
    return Workflow.objects.filter(workflow_pages__page__in=found_by(request.user)).distinct()


def tasks(request):
    return Task.objects.filter(workflow_tasks__workflow__in=workflows(request)).distinct()


def people(ids):
    """Those who did something to pages one finds: what a filter offers to choose from."""
    return User.objects.filter(pk__in=ids).order_by(User.USERNAME_FIELD)


def owners(request):
    return people(found_by(request.user).order_by().values("owner"))


def editors(request):
    edits = PageLogEntry.objects.filter(action="wagtail.edit", page__in=found_by(request.user).values("pk"))
    return people(edits.order_by().values("user"))


def lockers(request):
    return people(found_by(request.user).order_by().values("locked_by"))


def askers(request):
    found = found_by(request.user).annotate(key=Cast("pk", CharField())).order_by()
    return people(WorkflowState.objects.filter(object_id__in=found.values("key")).values("requested_by"))


def only_found(get_queryset):
    return lambda view: get_queryset(view).filter(pk__in=found_by(view.request.user).values("pk"))


def refuse_nothing(request, action_type, objects, action):
    """Of what one may not touch, an act on several says so; Wagtail says that it did it to none of them."""
    if list(objects):
        return None
    messages.error(request, _("Nothing was changed: this is not open to you, or cannot be done to these items."))
    return redirect(action.next_url)


def name_only_what_is_found():
    """Make Wagtail's own reports, whose addresses nobody can take, list what their reader may find; called once."""
    hooks.register("before_bulk_action", refuse_nothing)
    LockedPagesView.get_queryset = only_found(LockedPagesView.get_queryset)
    WorkflowReportFilterSet.base_filters["workflow"].queryset = workflows
    WorkflowTasksReportFilterSet.base_filters["workflow"].queryset = workflows
    WorkflowTasksReportFilterSet.base_filters["task"].queryset = tasks
    WorkflowReportFilterSet.base_filters["requested_by"].queryset = askers
    LockedPagesReportFilterSet.base_filters["locked_by"].queryset = lockers
    PageFilterSet.declared_filters["owner"].queryset = owners
    PageFilterSet.declared_filters["edited_by"].queryset = editors
    SiteHistoryReportFilterSet.get_users_queryset = lambda filters: get_users_for_filter(filters.request.user)
