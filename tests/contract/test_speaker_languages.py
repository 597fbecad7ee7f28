"""The catalogue of speakers, in French and in English: full, empty, its forms and their refusals."""

import pytest

from spaces.models import Speaker, Talk
from tests.contract.walks import LANGUAGES, Walk, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TYPED = {"name": "Xyz Abc", "languages": "both"}
WRONG = [
    {},
    {"contact_agreed_on": "2999-01-01"},
    {"email": "x", "contact_agreed_on": "x"},
    {"contact_agreed_on": "2020-01-01"},
]
WRONG_TALKS = [{}, {"recording_url": "http://x.example.org", "given_on": "x"},
               {"title_fr": "Xyz", "given_on": "2020-01-01", "recording_agreed_on": "2020-01-01"}]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_speaks_one_language(language, community, nadia, as_user, wordings):
    reader, keeper = (Walk(as_user(user), language, wordings) for user in (community.alice, nadia))
    for query in ("", "?q=xyz", "?topic=x&language=fr"):
        reader.get(to(language, "speakers") + query)
    new = to(language, "speaker_new")
    keeper.get(new)
    for typed in WRONG:
        keeper.post(new, typed)
    keeper.post(new, TYPED | {"email": "xyz@example.org", "contact_agreed_on": "2020-01-01"})
    keeper.post(new, TYPED)
    speaker = Speaker.objects.get()
    form = to(language, "talk_new", speaker.pk)
    keeper.get(form)
    for typed in WRONG_TALKS:
        keeper.post(form, typed)
    meeting = community.pages["coming"][language].meeting_id
    for typed in (
        {"meeting": meeting, "recording_url": "https://x.example.org"},
        {"title_en": "Xyz", "given_on": "2020-01-01"},
    ):
        keeper.post(form, {"languages": "fr", **typed})
    assert Talk.objects.count() == 2
    for walk in (keeper, reader):
        walk.get(to(language, "speakers"))
        walk.get(to(language, "speaker", speaker.pk))
        walk.get(community.pages["coming"][language].url)
    Speaker.objects.update(contact_agreed_on=None)
    keeper.get(to(language, "speaker", speaker.pk))
    for talk in Talk.objects.all():
        keeper.get(to(language, "talk_edit", speaker.pk, talk.pk))
        keeper.get(to(language, "talk_remove", speaker.pk, talk.pk))
        keeper.post(to(language, "talk_remove", speaker.pk, talk.pk), {})
    for name in ("speaker_edit", "speaker_remove"):
        keeper.get(to(language, name, speaker.pk))
    keeper.post(to(language, "speaker_remove", speaker.pk), {})
    assert (reader.found, keeper.found) == ({}, {})
