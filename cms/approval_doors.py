"""The last approval of a workflow, at the doors of the editors' desk: it publishes, so it asks for the right to.

Wagtail lets whoever is in the group of a step approve, then refuses to publish as it refuses a stranger: one is led to
the first page of the desk, and the page waits as before (wagtail/workflows.py, admin/auth.py, 8.0).
"""

from http import HTTPStatus

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Task, TaskState

from cms import dates
from cms.approval import approved_version

#: The button of the lists and of the first page, and the form of a page, which saves what was typed besides.
ACTION, FORM = "wagtailadmin_pages:workflow_action", "wagtailadmin_pages:edit"
DOORS = {ACTION, FORM}
NAME, PRESSED = "workflow-action-name", "action-workflow-action"


def last_word(request, page_id, **kwargs):
    """Where to go with the reason, when somebody may not say it; a form goes on, without the approval."""
    asked = kwargs.get("action_name") or (PRESSED in request.POST and request.POST.get(NAME))
    if request.method != "POST" or asked != "approve":
        return None
    page = get_object_or_404(Page, pk=page_id).specific
    step = page.current_workflow_task_state
    request.approved_step = step and step.pk
    request.is_over = step is None and "action_name" not in kwargs  # asked no more since the form was opened
    if not is_last(page.current_workflow_state) or page.permissions_for_user(request.user).can_publish():
        return None
    messages.error(
        request, _("The last approval publishes the page, which you may not do: it waits for somebody who may.")
    )
    if "action_name" in kwargs:
        return redirect(FORM, page.pk)
    request.POST = request.POST.copy()
    del request.POST[PRESSED]
    return None


def tell(request, response):
    """Once it is done: what was approved, and what follows. (What the gate holds says itself what it waits for.)

    Wagtail says of a form that the page was updated, and nothing at all of the other buttons (workflow.py, 8.0).
    """
    if getattr(request, "is_over", False) and response.status_code == HTTPStatus.FOUND:
        messages.warning(
            request,
            _("Nothing was approved: no approval is asked any more. What you sent is kept as a draft; look at the "
              "history of the page for what was published since you opened it."),
        )  # fmt: skip
    pk = getattr(request, "approved_step", None)
    step = pk and TaskState.objects.filter(pk=pk, status=TaskState.STATUS_APPROVED).first()
    if step:
        messages.success(request, follows(step.workflow_state, step.workflow_state.content_object))


def follows(state, page):
    said = {"title": page.draft_title}
    if state.status == state.STATUS_IN_PROGRESS:
        return _("“%(title)s” is approved at this step. The next one: %(step)s.") % {
            **said, "step": state.current_task_state.task.name
        }  # fmt: skip
    version = approved_version(state)
    if page.live and page.live_revision_id == version.pk:
        words = _("“%(title)s” is approved and published: readers have it.") % said
        if page.has_unpublished_changes:  # what whoever approved has corrected was not what was submitted
            return f"{words} {_('What was saved since it was submitted is not in it, and stays a draft.')}"
        return words
    if version.approved_go_live_at:
        when = dates.moment(version.approved_go_live_at)
        return _("“%(title)s” is approved. On %(day)s at %(time)s, it goes live.") % {**said, **when}
    return _("“%(title)s” is approved.") % said


def is_last(state):
    """Whether nothing comes after the step a workflow is at."""
    if state is None or state.current_task_state is None:
        return False
    steps = Task.objects.filter(workflow_tasks__workflow=state.workflow, active=True)
    done = state.successful_task_states
    return not steps.exclude(task_states__in=done).exclude(pk=state.current_task_state.task_id).exists()
