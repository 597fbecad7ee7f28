"""The audit of pages finds what is wrong; the keyboard leads everywhere, and all works without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.audits import SIZES, audit
from tests.browser.places import OPEN

pytestmark = pytest.mark.browser


def test_the_audit_sees_what_is_wrong_in_either_scheme(visitor):
    """The audit itself is tried on a page spoiled on purpose."""
    page = visitor(None)
    page.goto(OPEN["sign in"]["en"])
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='/static/cms/mark.svg'><p id='faint'>Faint</p>");
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("@media (prefers-color-scheme: dark) {#faint {color: #444; background: #333}} img {width: 330px}");
        document.adoptedStyleSheets.push(sheet)"""
    )
    found = audit(page)
    assert found.pop("sideways") >= 330
    said = {where: {rule for rule, _nodes in wrong} for where, wrong in found.items()}
    light = {(size, "light"): {"image-alt"} for size in SIZES}
    assert said == light | {(size, "dark"): {"color-contrast"} for size in SIZES}


def test_the_first_tab_stop_skips_to_the_content(visitor):
    page = visitor("amelie.fortin")
    page.goto("/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Passer au contenu principal"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_account_menu_opens_and_closes_by_keyboard(visitor):
    page = visitor("amelie.fortin")
    page.goto("/en/")
    page.locator("details.menu > summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Language, clock and display").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("details.menu").get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_meeting_says_the_hour_of_the_device(visitor, places):
    page = visitor("amelie.fortin", timezone_id="America/St_Johns")
    said = {
        language: page.goto(places[language]["meeting"]) and page.locator("[data-local]").inner_text()
        for language in ("fr", "en")
    }
    said = {language: words.replace("\u00a0", " ").replace("\u202f", " ") for language, words in said.items()}
    assert re.fullmatch(r"À l’heure de cet appareil : \d+ h( (?!00)\d\d)?", said["fr"])
    assert re.fullmatch(r"On the clock of this device: \d+(:(?!00)\d\d)? [ap]\.m\.", said["en"])


def test_an_hour_of_the_device_has_no_zero_minutes(visitor, places):
    """One and a half hours ahead of the printed hour, then five hours ahead of it."""
    for zone, minutes in (("America/St_Johns", True), ("Europe/London", False)):
        page = visitor("amelie.fortin", timezone_id=zone)
        page.goto(places["en"]["meeting"])
        assert (":" in page.locator("[data-local]").inner_text().partition(": ")[2]) is minutes


def test_everything_works_without_javascript(visitor):
    page = visitor("dana.whitlock", for_once=True, java_script_enabled=False)
    page.goto("/en/")
    page.fill("[name=q]", "callback")
    page.click("form.find button")
    expect(page.locator("ol.list > li").first).to_be_visible()
    page.get_by_label("Practices").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("ul.chips a.chip").first).to_be_visible()
    page.goto("/en/topics/")
    button = page.get_by_role("button", name="Plain language")
    before = button.get_attribute("aria-pressed")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false" if before == "true" else "true")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("details.menu")).to_have_count(0)
    page.goto("/en/topics/")
    assert "/accounts/login/" in page.url
