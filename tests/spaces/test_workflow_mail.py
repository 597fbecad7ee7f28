"""Mail of the workflow: each in the language of its reader, whoever submits, and one about each thing."""

import pytest
from django.core import mail
from wagtail.models import Workflow

from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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
    assert english.subject == 'The page "Rappel" has been submitted for approval in moderation stage ' \
        '"Approbation / Approval"'  # fmt: skip
    assert "Hello Gordon" in english.body
    assert "You can edit the page here" in english.body
    assert french.subject.startswith("La page «")
    assert "Chantal," in french.body
    assert "You can" not in french.body
    gordon.refresh_from_db()
    assert gordon.wagtail_userprofile.preferred_language == ""


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_the_author_reads_of_the_answer_in_their_own_language(verb, quality, chantal, gordon, denis):
    page = factories.article(quality, fr="Rappel", live=False).made["fr"]
    state = submit(page, denis)
    sent()
    getattr(state.current_task_state.specific, verb)(user=gordon)
    (message,) = sent().values()
    assert message.to == [denis.email]
    assert message.subject.startswith("La page «")
