"""House rules: each check speaks when its rule is broken and is silent otherwise."""

import pytest
from django.core.checks import run_checks
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization

from cms import checks
from home.models import HomePage, StandardPage
from tests import factories

pytestmark = pytest.mark.django_db


def found():
    """(id, sentence) of what the house rules say now."""
    errors = [*checks.every_page_is_a_base_page(None), *checks.no_one_way_translation(None, databases=["default"])]
    return [(error.id, error.msg) for error in errors]


def test_the_site_keeps_its_own_rules():
    assert found() == []
    assert [error for error in run_checks(databases=["default"]) if error.id.startswith("cms.")] == []


def test_the_house_rules_are_among_those_django_runs(monkeypatch):
    monkeypatch.setattr(StandardPage, "private_page_options", ["password"])
    assert [error.id for error in run_checks()] == ["cms.E002"]


def test_a_page_type_of_another_family_is_refused(monkeypatch):
    monkeypatch.setattr("cms.models.BasePage", HomePage)
    assert ("cms.E001", "StandardPage does not derive from BasePage.") in found()
    assert ("cms.E001", "HomePage does not derive from BasePage.") not in found()


def test_a_page_type_that_offers_its_own_privacy_is_refused(monkeypatch):
    monkeypatch.setattr(StandardPage, "private_page_options", ["login"])
    assert found() == [("cms.E002", "StandardPage offers page privacy; access is by space.")]


@pytest.mark.parametrize("name", ["parent_page_types", "subpage_types"])
def test_a_page_type_that_may_stand_anywhere_is_refused(monkeypatch, name):
    monkeypatch.delattr(StandardPage, name)
    assert found() == [("cms.E003", "StandardPage does not say where it may stand.")]


def test_a_locale_synchronisation_is_refused():
    french, english = (Locale.objects.get(language_code=code) for code in ("fr", "en"))
    LocaleSynchronization.objects.create(locale=french, sync_from=english)
    assert [code for code, _sentence in found()] == ["cms.E004"]


def test_an_alias_page_is_refused():
    page = factories.ordinary()["fr"]
    page.create_alias(update_slug="copie")
    assert Page.objects.filter(alias_of=page).count() == 1
    assert [code for code, _sentence in found()] == ["cms.E005"]


def test_without_a_database_nothing_is_asked_of_it(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert checks.no_one_way_translation(None, databases=[]) == []
