"""Suggestions in a browser: led by keyboard, seen by axe, and not missed where there is no JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.audits import audit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "typed"), [("fr", "rap"), ("en", "callb")])
def test_suggestions_are_chosen_by_keyboard_and_axe_finds_nothing(visitor, language, typed):
    page = visitor("amelie.fortin", reduced_motion="reduce")
    page.goto(f"/{language}/topics/" if language == "en" else "/fr/themes/")
    field = page.locator("#q")
    field.press_sequentially(typed, delay=20)
    options = page.locator(".suggest [role=option]")
    options.first.wait_for()
    count = options.count()
    expect(page.locator("#say")).to_have_text(f"{count} suggestions")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert audit(page) == {}
    page.keyboard.press("Escape")
    expect(page.locator(".suggest")).to_be_hidden()
    assert field.input_value() == typed
    page.keyboard.press("Backspace")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    address = options.first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_enter_without_a_choice_asks_what_was_typed(visitor):
    page = visitor("dana.whitlock")
    page.goto("/en/")
    page.locator("#q").press_sequentially("callback", delay=20)
    page.locator(".suggest [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=callback")
    expect(page.locator("ol.list > li").first).to_be_visible()


def test_a_search_is_saved_asked_again_and_told_to_those_who_look_after_it(visitor, site):
    page = visitor("tom.okafor", reduced_motion="reduce")
    page.goto("/en/search/?q=automatic+callback")
    page.get_by_label("with its news in my digest").check()
    page.get_by_role("button", name="Save this search").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("is in your searches")
    page.get_by_role("link", name="My searches").click()
    assert audit(page) == {}
    page.get_by_role("link", name="automatic callback", exact=True).click()
    page.locator("li.result h2 a").nth(1).click()
    page.wait_for_load_state()
    nadia = visitor("nadia.haddad")
    nadia.goto("/en/search/insights/")
    row = nadia.locator("tbody tr", has_text="automatic callback")
    expect(row.locator("td").nth(2)).to_have_text("1")  # opened
    assert audit(nadia) == {}


@pytest.mark.parametrize("typed", ["a" * 10_240, "mot+" * 1000], ids=["one word", "a thousand words"])
def test_a_page_of_text_in_the_address_is_answered(visitor, typed):
    page = visitor("amelie.fortin")
    assert page.goto(f"/fr/recherche/?q={typed}").status == 200
    expect(page.locator("h1")).to_be_visible()
    assert page.reload().status == 200, "the page one comes from is as long, and is named in the request"
