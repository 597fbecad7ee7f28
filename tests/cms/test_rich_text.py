"""Formatted text that does not come from the editor of the admin: its words are kept, and nothing fails."""

import json

import pytest
from wagtail.test.utils.form_data import nested_form_data, rich_text

from cms.rich_text import RichTextArea
from spaces.models import SpacePage
from tests import factories
from tests.spaces import desk

STRANGE = ["Bonjour <b>vous</b>\n\n& moi", "[]", "{}", "null", "3", '{"blocks": 3}', '{"blocks": [3], "entityMap": {}}',
           '{"blocks": [{"text": "a"}]}', '"mot"', "{" * 2000, "\ud83d"]  # fmt: skip


@pytest.mark.parametrize("sent", STRANGE, ids=range(len(STRANGE)))
def test_anything_sent_is_a_text(sent):
    value = RichTextArea().value_from_datadict({"body": sent}, {}, "body")
    assert isinstance(value, str)
    assert "<b>" not in value


def test_words_stay_words_a_paragraph_a_line():
    value = RichTextArea().value_from_datadict({"body": STRANGE[0]}, {}, "body")
    assert value == "<p>Bonjour &lt;b&gt;vous&lt;/b&gt;</p><p>&amp; moi</p>"


def test_what_the_editor_writes_is_read_as_ever():
    sent = rich_text("<p>Un <b>mot</b></p>")
    assert RichTextArea().value_from_datadict({"body": sent}, {}, "body").count("<b>mot</b>") == 1
    assert RichTextArea().value_from_datadict({}, {}, "body") is None
    assert json.loads(sent)["blocks"]


@pytest.mark.django_db
def test_the_form_of_a_page_keeps_it(quality, chantal, as_user):
    page = factories.parents(quality)["fr"]
    form = nested_form_data({"space": str(quality.pk), "introduction": "Bonjour à toutes et à tous", "slug": page.slug})
    response = as_user(chantal).post(desk.edit_url(page), {**form, "title": page.title, **desk.PUBLISH})
    assert response.status_code in {200, 302}
    shown = response.content.decode() if response.status_code == 200 else SpacePage.objects.get(pk=page.pk).introduction
    assert "Bonjour à toutes et à tous" in shown
