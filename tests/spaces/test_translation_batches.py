"""Several translations as one zip, whom files are for, and what an import costs."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from cms.bilingual import ledger
from cms.bilingual.models import Pair
from spaces.models import ArticlePage
from tests import factories
from tests.spaces.sent_files import export, send, translated
from tests.spaces.side_by_side import at, soup_of, words
from tests.spaces.team import asked, paragraphs, translators, written

pytestmark = pytest.mark.django_db
one_way = pytest.mark.parametrize("source", ["fr"])


def test_the_queue_goes_out_as_a_zip_and_comes_back(page, under_way, quality, people, mine, source, as_user):
    second = written(quality, source, title="Rappel")
    asked(second, people.lead)
    client = as_user(mine)
    response = client.get(at("translations_export", kind_of_file="xliff"))
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as place:
        inside = {name: place.read(name) for name in place.namelist()}
    assert len(inside) == 2
    assert all(re.fullmatch(r"rappel(-2)?\.(fr-en|en-fr)\.xlf", name.replace("-2.", "-2.")) for name in inside), inside
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as place:
        for name, content in inside.items():
            place.writestr(name, translated(content, "xliff"))
    told = client.post(at("translation_files"), {"file": SimpleUploadedFile("all.zip", made.getvalue())})
    token = soup_of(told).select_one("main input[name=token]")["value"]
    assert "10 passages will be written." in words(soup_of(told).select_one("main"))
    done = client.post(at("translation_files"), {"token": token})
    assert "10 passages were confirmed." in words(soup_of(done).select_one("main"))
    assert [pair.segments for pair in Pair.objects.filter(kind__model="articlepage")] == [0, 0]
    assert client.post(at("translation_files"), {"token": token}, follow=True).redirect_chain, "a file is written once"


def test_nothing_goes_out_when_nothing_is_under_way(quality, people, source, as_user):
    written(quality, source)
    mine, *_ = translators(people, source)
    client = as_user(mine)
    response = client.get(at("translations_export", kind_of_file="po"), follow=True)
    assert "Nothing of this list is under way" in words(soup_of(response).select_one("main"))
    assert client.get(at("translations_export", kind_of_file="doc")).status_code == 404


def test_the_files_are_for_those_who_translate_the_item(page, under_way, people, source, as_user, alice):
    mine, other, _wrong = translators(people, source)
    inside = {mine, other, people.editor, people.lead}
    addresses = [at("translation_export", page.translation_key, "po"), at("translation_file", page.translation_key)]
    for user in (*vars(people).values(), alice):
        for address in addresses:
            assert (as_user(user).get(address).status_code == 200) == (user in inside), (user, address)
    for address in (at("translation_files"), at("translations_export", kind_of_file="po")):
        assert as_user(alice).get(address).status_code == 404


def test_a_batch_says_nothing_of_an_item_one_may_not_translate(page, under_way, quality, people, mine, source, as_user):
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False, leads=[people.lead])
    secret = written(closed, source, title="Secret quorum")
    asked(secret, people.lead)
    content = translated(export(as_user(people.lead), secret, "po"), "po").replace(
        b"X-Carrefour-Title: Secret quorum", b"X-Carrefour-Title: Mine"
    )
    told = as_user(mine).post(at("translation_files"), {"file": SimpleUploadedFile("a.po", content)})
    said = words(soup_of(told).select_one("main"))
    assert "You translate no such item, or it is gone." in said
    assert "quorum" not in said
    assert not StringTranslation.objects.exists()


def test_the_buttons_of_the_desk_lead_to_these_files(page, under_way, mine, as_user):
    translation = ledger.running(page.translation_key)
    client = as_user(mine)
    down = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert down.headers["Location"] == reverse("translation_export", args=[page.translation_key, "po"])
    up = client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": "x"})
    assert up.headers["Location"] == reverse("translation_file", args=[page.translation_key])
    assert ArticlePage.objects.count() == 2


@one_way
@pytest.mark.parametrize("count", [1, 5, 50])
def test_an_import_costs_the_same_however_long_the_page_is(
    count, quality, people, source, as_user, django_assert_num_queries
):
    page = written(quality, source, body=paragraphs(*(f"Phrase {number}." for number in range(count))))
    asked(page, people.lead)
    mine, *_ = translators(people, source)
    client = as_user(mine)
    content = translated(export(client, page, "xliff2"), "xliff2")
    told = soup_of(send(client, page, content))
    data = {"token": told.select_one("main input[name=token]")["value"]}
    client.get(at("translation_files"))
    with django_assert_num_queries(64):
        client.post(at("translation_file", page.translation_key), data)


def test_a_zip_is_named_in_the_language_of_the_site_and_its_files_by_whole_words(page, under_way, mine, as_user):
    title = "Réduire les transferts entre les équipes de première ligne et le soutien spécialisé"
    type(page).objects.filter(pk=page.pk).update(draft_title=title)
    for language, name in (("fr", "traductions.zip"), ("en", "translations.zip")):
        response = as_user(mine).get(at("translations_export", language=language, kind_of_file="po"))
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    (inside,) = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert inside.partition(".")[0] == "reduire-les-transferts-entre-les-equipes-de-premiere-ligne"
