"""Mail of the workflow: each in the language of its reader, one about each thing, none to who has left."""

from datetime import timedelta

import pytest
from django.core import mail
from wagtail.models import Workflow

from spaces.models import Membership, Role
from spaces.services import memberships
from tests import factories
from tests.letters import wrongs

pytestmark = pytest.mark.django_db


@pytest.fixture
def gordon(chantal):
    """An English-speaking co-chair beside Chantal, who may do everything as well."""
    user = factories.person("Gordon", is_superuser=True)
    user.groups.add(*chantal.groups.all())
    return user


def submit(page, by):
    page.save_revision(user=by)
    return Workflow.objects.get(name="Approbation / Approval").start(page, by)


def sent():
    found = {message.to[0]: message for message in mail.outbox}
    assert len(found) == len(mail.outbox)
    assert [wrong for message in mail.outbox if (wrong := wrongs(message))] == []
    mail.outbox.clear()
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_reviewer_reads_of_a_submission_in_their_own_language_and_once(language, quality, chantal, gordon, denis):
    denis.language = language
    denis.save()
    page = factories.article(quality, fr="Rappel", live=False).made["fr"]
    from django.utils import translation

    with translation.override(language):
        submit(page, denis)
    found = sent()
    assert set(found) == {chantal.email, gordon.email}
    english, french = found[gordon.email], found[chantal.email]
    assert english.subject == "To approve: “Rappel”"
    assert "Hello Gordon" in english.body
    assert "Denis Test submits “Rappel” for approval." in english.body
    assert f"http://testserver/admin/pages/{page.pk}/edit/" in english.body
    assert french.subject == "À approuver\u00a0: «\u00a0Rappel\u00a0»"
    assert "Bonjour Chantal," in french.body
    assert "Denis Test soumet la page «\u00a0Rappel\u00a0» à l’approbation." in french.body
    for message, code in ((english, "en-CA"), (french, "fr-CA")):
        assert message.extra_headers["Content-Language"] == code
        assert f'lang="{code}"' in message.alternatives[0][0]


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_the_author_reads_of_the_answer_in_their_own_language(verb, quality, chantal, gordon, denis):
    page = factories.article(quality, fr="Rappel", live=False).made["fr"]
    state = submit(page, denis)
    sent()
    said = {"comment": "Voyez le titre."} if verb == "reject" else {}
    getattr(state.current_task_state.specific, verb)(user=gordon, **said)
    (message,) = sent().values()
    assert message.to == [denis.email]
    page.refresh_from_db()
    if verb == "approve":
        assert message.subject == "Approuvée\u00a0: «\u00a0Rappel\u00a0»"
        assert f"http://testserver{page.url}" in message.body, "the page as its readers find it"
    else:
        assert message.subject == "À revoir\u00a0: «\u00a0Rappel\u00a0»"
        assert "Gordon Test vous renvoie la page «\u00a0Rappel\u00a0»." in message.body
        assert "Voyez le titre." in message.body
        assert f"/admin/pages/{page.pk}/edit/" in message.body


# -- a role that has ended, of which no job has told the groups yet


@pytest.fixture
def lea(quality):
    """A lead, thus among those who approve."""
    user = factories.person("Lea")
    memberships.grant(user=user, space=quality, role=Role.LEAD)
    return user


def end(user):
    yesterday = memberships.today() - timedelta(days=1)
    Membership.objects.filter(user=user).update(starts_on=yesterday, ends_on=yesterday)


def of_the_space(page, by):
    page.save_revision(user=by)
    return page.get_workflow().start(page, by)


@pytest.mark.parametrize("is_over", [False, True])
def test_a_submission_is_written_to_the_leads_of_today(is_over, quality, lea, denis):
    page = factories.article(quality, fr="Rappel", live=False).made["fr"]
    if is_over:
        end(lea)
    of_the_space(page, denis)
    assert set(sent()) == (set() if is_over else {lea.email})
    assert lea.groups.exists() is not is_over


@pytest.mark.parametrize("is_over", [False, True])
def test_an_answer_is_written_to_an_author_of_today(is_over, quality, lea, gordon):
    page = factories.article(quality, fr="Rappel", live=False).made["fr"]
    state = of_the_space(page, lea)
    sent()
    if is_over:
        end(lea)
    state.current_task_state.specific.approve(user=gordon)
    assert set(sent()) == (set() if is_over else {lea.email})
