"""Proofreading by the term base: what a page, a string or a translation holds to look at; left as it is, and counted."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import rich_text, streamfield
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.bilingual import proofreading
from cms.models import Concept, Standing, Term, TermDismissal, User
from spaces.models import ArticlePage
from tests import factories
from tests.spaces import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def practices():
    return factories.concept(
        fr=("pratique exemplaire",), en=("best practice",), avoid_en=("finest practice",),
        avoid_fr=({"text": "meilleure pratique", "note": "Calque de « best practice »."},),
    )  # fmt: skip


@pytest.fixture
def email():
    return factories.concept("email", fr=("courriel",), en=("email",), avoid_fr=("mail",))


def said(html):
    return html.content.decode().replace("\u00a0", " ")


def test_one_string_is_looked_at_as_a_page_is(practices, email):
    (first, second) = proofreading.look(["Nos meilleures pratiques par mail", "Un mail, deux mails"], "fr")
    assert (first.found, first.suggestions, first.why) == (
        "meilleures pratiques", ("pratique exemplaire",), "Calque de « best practice ».",
    )  # fmt: skip
    assert first.places == [("Nos ", "meilleures pratiques", " par mail")]
    assert (second.found, second.count) == ("mail", 3)
    assert proofreading.look(["Nos pratiques exemplaires"], "fr") == []
    assert [remark.found for remark in proofreading.look(["The finest practices"], "en")] == ["finest practices"]


def test_what_stands_around_is_cut_between_words(practices):
    text = "mot " * 40 + "meilleure pratique" + " mot" * 40
    ((before, found, after),) = proofreading.look([text], "fr")[0].places
    assert (before[:5], found, after[-4:]) == ("…mot ", "meilleure pratique", "mot…")
    assert max(len(before), len(after)) <= 62


def test_all_the_words_of_a_page_are_read_and_nothing_else(quality, practices):
    body = streamfield([("heading", "Meilleure pratique"), ("text", rich_text("<p>Une <b>meilleure</b> pratique</p>"))])
    page = factories.article(quality, fr="Meilleure pratique", summary_fr="La meilleure pratique.").made["fr"]
    page.body = [("heading", "Meilleure pratique"), ("text", "<p>Une <b>meilleure</b> pratique<br/>d’ici</p>")]
    page.slug = "meilleure-pratique"
    assert body["count"] == "2"
    (remark,) = proofreading.remarks_on(page)
    assert remark.count == 4
    assert {place[1] for place in remark.places} == {"Meilleure pratique", "meilleure pratique"}


def test_a_quotation_in_the_other_language_is_left_alone(quality, practices):
    page = factories.article(quality, fr="Une pratique").made["fr"]
    for language, count in (("en", 0), ("fr", 1), ("", 1)):
        page.body = [("quote", {"text": "Meilleure pratique", "attribution": "Nora", "language": language})]
        page.save_revision()
        assert len(proofreading.remarks_on(page.get_latest_revision_as_object())) == count


def test_left_as_it_is_in_one_item_and_language_a_term_counts_once(quality, practices, alice, bob):
    pages = factories.article(quality, fr="Meilleure pratique", en="Finest practice").made
    other = factories.article(quality, fr="Une meilleure pratique").made["fr"]
    (remark,) = proofreading.remarks_on(pages["fr"])
    for person in (alice, bob):
        proofreading.dismiss(remark=remark, key=pages["fr"].translation_key, by=person)
    row = TermDismissal.objects.get()
    assert (row.by, row.found, row.language, row.translation_key) == (
        alice, "Meilleure pratique", "fr", pages["fr"].translation_key,
    )  # fmt: skip
    assert [remark.dismissed for page in (pages["fr"], pages["en"], other) for remark in proofreading.remarks_on(page)] == [
        True, False, False,
    ]  # fmt: skip
    counted = {term.text: term.dismissed for term in Concept.objects.with_terms().get().terms.all()}
    assert counted["meilleure pratique"] == 1
    proofreading.bring_back(remark=remark, key=pages["fr"].translation_key)
    assert TermDismissal.objects.count() == 0


@pytest.mark.parametrize("count", [1, 5, 50])
def test_looking_costs_the_same_however_much_there_is(count, quality, django_assert_num_queries):
    for number in range(count):
        factories.concept(f"c{number}", fr=(f"bon{number}",), en=(f"good{number}",), avoid_fr=(f"faux{number}",))
    page = factories.article(quality, fr="Faux").made["fr"]
    page.body = [("text", f"<p>Un faux{number} ici</p>") for number in range(count)]
    proofreading.remarks_on(page)
    with django_assert_num_queries(3):
        assert len(proofreading.remarks_on(page)) == count


# -- in the editors' admin


@pytest.mark.parametrize(
    ("language", "title", "counted", "panel"),
    [
        ("fr", "Meilleures pratiques par mail", "2 termes à revoir dans cette page.", "Termes à revoir"),
        ("en", "The finest practice", "1 term to look at in this page.", "Terms to look at"),
    ],
)
def test_a_draft_is_saved_and_its_editor_is_told(
    language, title, counted, panel, quality, denis, as_user, practices, email
):
    User.objects.filter(pk=denis.pk).update(language=language)
    client, parent = as_user(denis), factories.parents(quality)[language]
    response, page = desk.create(client, ArticlePage, parent, title=title)
    assert counted in said(client.get(response.url))
    shown = client.get(desk.edit_url(page))
    assert panel in said(shown)
    assert ("pratique exemplaire" if language == "fr" else "best practice") in said(shown)
    address = reverse("page_terms", args=[page.pk])
    assert f'href="{address}"' in said(shown)
    response, page = desk.edit(client, page, title="Pratiques exemplaires" if language == "fr" else "The best practice")
    assert counted not in said(client.get(response.url))
    assert panel not in said(client.get(desk.edit_url(page)))


def test_publishing_is_not_held_back(quality, chantal, as_user, practices):
    client = as_user(chantal)
    page = factories.article(quality, fr="Une pratique", live=False).made["fr"]
    response, page = desk.edit(client, page, title="Une meilleure pratique", **desk.PUBLISH)
    assert page.live
    assert "1 terme à revoir dans cette page." in said(client.get(response.url))


def test_a_remark_is_left_then_looked_at_again(quality, denis, as_user, practices):
    page = factories.article(quality, fr="Une meilleure pratique").made["fr"]
    client, address = as_user(denis), reverse("page_terms", args=[page.pk])
    term = practices.terms.get(language="fr", standing=Standing.AVOID)
    assert "Le laisser tel quel ici" in said(client.get(address))
    answer = client.post(address, {"term": term.pk}, follow=True)
    assert "« meilleure pratique » est laissé tel quel dans cette page." in said(answer)
    assert ("Rien à revoir." in said(answer), "Laissés tels quels" in said(answer)) == (True, True)
    assert "Termes à revoir" not in said(client.get(desk.edit_url(page)))
    answer = client.post(address, {"term": term.pk, "again": "1"}, follow=True)
    assert ("Le laisser tel quel ici" in said(answer), TermDismissal.objects.count()) == (True, 0)
    for wrong in ("", "0", "x", str(term.pk + 900)):
        answer = client.post(address, {"term": wrong}, follow=True)
        assert "Ce terme n’est plus dans la page." in said(answer)
    assert TermDismissal.objects.count() == 0


def test_the_latest_draft_is_what_is_looked_at(quality, denis, as_user, practices):
    page = factories.article(quality, fr="Une pratique").made["fr"]
    page.title = "Une meilleure pratique"
    page.save_revision()
    assert "meilleure pratique" in said(as_user(denis).get(reverse("page_terms", args=[page.pk])))


def test_who_may_not_edit_the_page_finds_nothing(identity, quality, denis, alice, bob, as_user, practices):
    """Closed spaces are out of reach of editors who are not in them; for members who do not edit, nothing is there."""
    secret = factories.article(identity, fr="Une meilleure pratique").made["fr"]
    ours = factories.article(quality, fr="Une meilleure pratique").made["fr"]
    term = practices.terms.get(language="fr", standing=Standing.AVOID)
    for person, page, status in [(denis, secret, 404), (alice, secret, 404), (bob, ours, 404), (denis, ours, 200)]:
        client, address = as_user(person), reverse("page_terms", args=[page.pk])
        assert client.get(address).status_code == status
        client.post(address, {"term": term.pk})
        assert TermDismissal.objects.filter(translation_key=page.translation_key).exists() is (status == 200)
    assert as_user(denis).get(reverse("page_terms", args=[999999])).status_code == 404
    assert as_user(denis).get(reverse("page_terms", args=[1])).status_code == 404


def test_a_page_translated_string_by_string_is_looked_at_by_its_strings(quality, denis, as_user, practices):
    page = factories.article(quality, en="The way").made["en"]
    client, french = as_user(denis), Locale.objects.get(language_code="fr")
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [french.pk]})
    work = Translation.objects.get(source__object_id=page.translation_key)
    twin = ArticlePage.objects.get(translation_key=page.translation_key, locale=french)
    assert "à revoir" not in said(client.get(desk.edit_url(twin)))
    segment = StringSegment.objects.select_related("string", "context").get(source=work.source, context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=french, data="La <b>meilleure</b> pratique"
    )
    assert [remark.found for remark in proofreading.remarks_on(twin)] == ["meilleure pratique"]
    assert "1 terme à revoir dans cette page." in said(client.get(desk.edit_url(twin)))
    assert "meilleure pratique" in said(client.get(reverse("page_terms", args=[twin.pk])))


def test_a_term_taken_out_of_the_base_is_no_longer_looked_at(quality, practices):
    page = factories.article(quality, fr="Une meilleure pratique").made["fr"]
    Term.objects.get(language="fr", standing=Standing.AVOID).delete()
    assert proofreading.remarks_on(page) == []
