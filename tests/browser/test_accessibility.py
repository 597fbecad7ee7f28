"""Every template, both languages, desktop and phone, light and dark: no violation; and the keyboard leads everywhere."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.places import CODE, DESK, LEAD, OPEN

pytestmark = pytest.mark.browser
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 375, "height": 800}}
SCHEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: axe is in the page already; only what is wrong comes back, without the description of every node.
AUDIT = """rules => axe.run({runOnly: rules, resultTypes: ["violations"]}).then(said =>
    said.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.target.join(" "))]))"""


@pytest.fixture(scope="session")
def places(site):
    return json.loads(site.python(CODE).strip().splitlines()[-1])


def audit(page):
    """{scheme: [(rule, [nodes])]} of what axe finds wrong in the page as it is open, in light and in dark."""
    page.evaluate(Axe().axe_script)
    found = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        if wrong := page.evaluate(AUDIT, RULES):
            found[scheme] = wrong
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing(visitor, places, language, size):
    as_seen = {"viewport": SIZES[size], "reduced_motion": "reduce"}
    member, lead, stranger = (visitor(person, **as_seen) for person in ("amelie.fortin", LEAD, None))
    found = {}
    for page, addresses in (
        (member, places[language]),
        (lead, {name: addresses[language] for name, addresses in DESK.items()}),
        (stranger, {name: addresses[language] for name, addresses in OPEN.items()}),
    ):
        for name, address in addresses.items():
            page.goto(address)
            if wrong := audit(page):
                found[name] = wrong
    assert found == {}


def test_axe_sees_what_is_wrong_in_either_scheme(visitor):
    """The audit itself is tried on a page spoiled on purpose."""
    page = visitor(None)
    page.goto("/en/accounts/login/")
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='/static/cms/mark.svg'><p id='faint'>Faint</p>");
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("@media (prefers-color-scheme: dark) {#faint {color: #444; background: #333}}");
        document.adoptedStyleSheets.push(sheet)"""
    )
    found = {scheme: {rule for rule, _nodes in wrong} for scheme, wrong in audit(page).items()}
    assert found == {"light": {"image-alt"}, "dark": {"image-alt", "color-contrast"}}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_scrolls_sideways_at_320_pixels(visitor, places, language):
    member, lead = (visitor(person, viewport={"width": 320, "height": 640}) for person in ("amelie.fortin", LEAD))
    walked = [(member, *place) for place in places[language].items()]
    walked += [(lead, name, addresses[language]) for name, addresses in DESK.items()]
    wide = {}
    for page, name, address in walked:
        assert page.goto(address).status in {200, 404}
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
    assert wide == {}


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
        for language in places
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
    page = visitor("dana.whitlock", java_script_enabled=False)
    page.goto("/en/")
    page.fill("[name=q]", "callback")
    page.click("form.find button")
    assert page.locator("ol.list > li").count() > 0
    page.get_by_label("Practices").check()
    page.get_by_role("button", name="Apply").click()
    assert page.locator("ul.chips a.chip").first.is_visible()
    page.goto("/en/topics/")
    button = page.get_by_role("button", name="Plain language")
    before = button.get_attribute("aria-pressed")
    button.click()
    assert page.get_by_role("button", name="Plain language").get_attribute("aria-pressed") != before
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/en/topics/")
    assert "/accounts/login/" in page.url
