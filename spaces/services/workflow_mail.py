"""Mail of the editors' workflow: each in the language of who receives it, one about each thing, none to who has left.

Wagtail writes to a person who never chose a language for the admin in the language of whoever submits, to a superuser
both about the workflow and about its task, and to whoever once asked for an approval, whatever they may do today
(wagtail/admin/mail.py, 8.0). Comments, about which it writes too, are on no form (cms/models/pages.py).
"""

from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from cms.models import User
from spaces.services import provision


def still_at_work(people, page):
    """Those who may work on the page today: a role that has ended is settled before anything is said."""
    fresh = User.objects.filter(pk__in=[person.pk for person in people], is_active=True)
    working = set()
    for person in fresh:
        provision.settle(person)
        if page.permissions_for_user(person).can_edit():
            working.add(person.pk)
    return [person for person in people if person.pk in working]


class ToThoseAtWork:
    def get_valid_recipients(self, instance, **kwargs):
        state = instance.workflow_state if isinstance(instance, TaskState) else instance
        recipients = still_at_work(super().get_valid_recipients(instance, **kwargs), state.content_object)
        for person in recipients:  # in memory only: when they work there, the admin follows the language of the site
            person.wagtail_userprofile.preferred_language = person.language
        return recipients


class Submission(ToThoseAtWork, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class Approval(ToThoseAtWork, mail.WorkflowStateApprovalEmailNotifier):
    pass


class Rejection(ToThoseAtWork, mail.WorkflowStateRejectionEmailNotifier):
    pass


def nothing(**kwargs):
    """The mail about the task has said it to the same superusers."""


submission, approval, rejection = Submission(), Approval(), Rejection()


def listen():
    """Take the places of Wagtail's own notifiers: of two listeners with one uid, Django keeps the first."""
    uid = "{}_email_notification".format
    task_submitted.connect(submission, TaskState, dispatch_uid=uid("group_approval_task_submitted"))
    workflow_submitted.connect(nothing, WorkflowState, dispatch_uid=uid("workflow_state_submitted"))
    workflow_approved.connect(approval, WorkflowState, dispatch_uid=uid("workflow_state_approved"))
    workflow_rejected.connect(rejection, WorkflowState, dispatch_uid=uid("workflow_state_rejected"))
