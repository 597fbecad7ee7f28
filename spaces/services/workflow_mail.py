"""Mail of the editors' workflow: each in the language of who receives it, and one about each thing.

Wagtail writes to a person who never chose a language for the admin in the language of whoever submits, and to a
superuser both about the workflow and about its task (wagtail/admin/mail.py, 8.0).
"""

from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted


class InTheirLanguage:
    def get_valid_recipients(self, instance, **kwargs):
        recipients = super().get_valid_recipients(instance, **kwargs)
        for person in recipients:  # in memory only: when they work there, the admin follows the language of the site
            person.wagtail_userprofile.preferred_language = person.language
        return recipients


class Submission(InTheirLanguage, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class Approval(InTheirLanguage, mail.WorkflowStateApprovalEmailNotifier):
    pass


class Rejection(InTheirLanguage, mail.WorkflowStateRejectionEmailNotifier):
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
