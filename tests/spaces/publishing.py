"""The ways to publish a page, and what is said on the desk after each."""

import re
from datetime import timedelta

from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowTask

from cms.bilingual import ledger
from tests.spaces.desk import PUBLISH, edit, edit_url, words_of
from tests.spaces.team import approved, asked, translate, translators


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def translated(page, people):
    """Its translation, approved by a reviser who may not publish; nothing is live by that."""
    mine = translators(people, "fr")[0]
    asked(page, people.editor, assignee=mine)
    translate(page, mine)
    approved(ledger.running(page.translation_key), mine)


def by_form(client, page):
    return edit(client, page, **PUBLISH)[0]


def in_bulk(client, page):
    return client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"], query={"id": page.pk}))


def by_the_clock(client, page):
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled")


def by_approval(client, page):
    """The last approval of Wagtail's workflow."""
    state = page.get_workflow().start(page, None)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    return client.post(address, {"comment": ""})


def by_code(client, page):
    page.latest_revision.publish()


def by_strings(client, page):
    """The button of wagtail-localize's editor."""
    return client.post(edit_url(page), {"action": "publish"})


WAYS = [by_form, in_bulk, by_the_clock, by_approval, by_code]
WAYS_OF_STRINGS = [by_strings, in_bulk, by_the_clock, by_approval, by_code]
SAYS_SO = {by_form, in_bulk, by_approval, by_strings}


def said(response):
    return spoken(" ".join(str(message) for message in get_messages(response.wsgi_request)))


def spoken(html):
    """The same without the languages of the titles in it."""
    return re.sub(r'<span lang="..">(.*?)</span>', r"\1", html)


def opened(client, page):
    """What the desk says on opening a page to edit it."""
    return " ".join(words_of(spoken(client.get(edit_url(page)).content.decode())))


def approval(page, *groups):
    """A workflow with a step for each group, begun."""
    workflow = Workflow.objects.create(name="Steps")
    for number, group in enumerate(groups):
        task = GroupApprovalTask.objects.create(name=f"Step {number}")
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    return workflow.start(page, None)


def approve(client, page, state):
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    return client.post(address, {"comment": ""})


def approve_on_the_form(client, page, state):
    """With words changed: they are kept as a draft."""
    return edit(client, page, title="Changed", **{"action-workflow-action": "x", "workflow-action-name": "approve"})[0]
