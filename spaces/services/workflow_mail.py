"""Mail of the editors' workflow: each in the language of who receives it, one about each thing, none to who has left.

Wagtail writes to a person who never chose a language for the admin in the language of whoever submits, to a superuser
both about the workflow and about its task, and to whoever once asked for an approval, whatever they may do today
(wagtail/admin/mail.py, 8.0). Comments, about which it writes too, are on no form (cms/models/pages.py).
"""

import logging

from django.urls import reverse
from wagtail.admin import mail as wagtail_mail
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from cms import mail
from cms.approval import approved_version, last_word
from cms.bilingual import gate, gate_words
from cms.models import User
from spaces import access_pairs
from spaces.services import letters, provision

log = logging.getLogger(__name__)


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
    """`by` names in the context of Wagtail who did it; `page_of` says where the reader goes from there."""

    def get_valid_recipients(self, instance, **kwargs):
        state = instance.workflow_state if isinstance(instance, TaskState) else instance
        return still_at_work(super().get_valid_recipients(instance, **kwargs), state.content_object)

    def send_emails(self, template_set, context, recipients, **kwargs):
        page = context["page"]
        said = {
            "act": self.notification,
            "title": page.draft_title or page.title,
            "title_language": page.language,
            "by": self.by(context),
            "comment": context.get("comment", ""),
            "address": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        if self.notification == "approved":
            said |= outcome(context["workflow_state"], page)
        return sum(self.send(person, said) for person in recipients) == len(recipients)

    def send(self, person, said):
        """One mail that is refused keeps neither the others nor the act itself from being done."""
        try:
            return mail.send("spaces/mail/workflow", to=person, context=said | in_words(said, person))
        except OSError:  # what SMTP raises
            log.exception("Mail of the workflow to %s", person.pk)
            return 0

    def by(self, context):
        """Who approved, or sent back; nobody when a minute did."""
        state = context.get("task_state")
        return state.finished_by if state else None


class Submission(ToThoseAtWork, wagtail_mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    def get_context(self, task_state, **kwargs):
        return {**super().get_context(task_state, **kwargs), "asked_by": task_state.workflow_state.requested_by}

    def by(self, context):
        return context["asked_by"]


class Approval(ToThoseAtWork, wagtail_mail.WorkflowStateApprovalEmailNotifier):
    def get_context(self, workflow_state, **kwargs):
        return {**super().get_context(workflow_state, **kwargs), "workflow_state": workflow_state}


class Rejection(ToThoseAtWork, wagtail_mail.WorkflowStateRejectionEmailNotifier):
    pass


def outcome(state, page):
    """What became of the version that was approved: readers have it (`is_out`), a minute is set for it, or it waits."""
    revision, last = approved_version(state), last_word(state)
    if Page.objects.filter(pk=page.pk, live=True, live_revision=revision).exists():
        return {"is_out": True, "address": page.url}
    held = next((one for one in gate.heard() if one.page.pk == page.pk), None)
    held = held or gate.ask(revision, user=last and last.finished_by)
    revision.refresh_from_db(fields=["approved_go_live_at"])
    return {"held": held} if held else {"at": revision.approved_go_live_at}


def in_words(said, person):
    """What differs from one reader to the next: the minute on their clock, what is missing, and where they go on."""
    held = said.get("held")
    found = letters.hour(held.at if held else said.get("at"), person)
    if held:
        with mail.read_by(person):
            found["reasons"] = [gate_words.said(one) for one in held.obstacles]
            if held.pair.target_page and access_pairs.may_write(person, held.pair.pk):
                found |= {"address": reverse("translation", args=[held.pair.pk]), "is_translated": True}
    return found


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
