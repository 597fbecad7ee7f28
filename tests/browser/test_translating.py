"""The translators’ desk in a browser: by keyboard from passage to passage, without JavaScript, and seen by axe."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.audits import audit
from tests.browser.places import TRANSLATING

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def states(site):
    """{state: {language: address}} of a translation in each state, and the queue."""
    return json.loads(site.python(TRANSLATING).strip().splitlines()[-1])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_where_one_translates(visitor, states, language):
    page, found = visitor("denis.lavoie", reduced_motion="reduce"), {}
    for name, addresses in states.items():
        page.goto(addresses[language])
        page.evaluate("document.querySelectorAll('main details:not(.keys)').forEach(one => { one.open = true; })")
        if wrong := audit(page):
            found[name] = wrong
    assert found == {}


def boxes(page):
    return page.locator(".passage:not(.done) .box textarea:visible")


def test_a_translation_is_written_by_keyboard_alone(visitor, states):
    page = visitor("denis.lavoie")
    page.goto(states["to translate"]["en"])
    left = boxes(page).count()
    boxes(page).first.focus()
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.id") == boxes(page).nth(1).get_attribute("id")
    page.keyboard.type("Kept")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.type("First")
    waiting = boxes(page).nth(1).get_attribute("id")
    page.keyboard.press("Control+Enter")
    page.locator(".passage.done").wait_for()
    assert page.evaluate("document.activeElement.id") == waiting, "confirmed, and on to the next"
    assert (boxes(page).count(), page.input_value(f"#{waiting}")) == (left - 1, "Kept")
    assert "translated" in page.locator("#say").inner_text()
    page.fill(f"#{waiting}", "")
    page.keyboard.press("Control+Enter")
    refused = page.locator(".passage.refused [role=alert]")
    refused.wait_for()
    expect(refused).to_contain_text("There is no text")
    assert page.evaluate("document.activeElement.id") == waiting
    page.reload()
    assert boxes(page).count() == left - 1


def test_a_term_to_look_at_is_announced_and_stays_where_it_was_typed(visitor, states):
    page = visitor("denis.lavoie")
    page.goto(states["to translate"]["en"])
    waiting = boxes(page).nth(1).get_attribute("id")
    boxes(page).first.fill("A call center")
    boxes(page).first.focus()
    page.keyboard.press("Control+Enter")
    page.locator(".passage.done .advice").wait_for()
    assert page.evaluate("document.activeElement.id") == waiting, "nobody is stopped"
    expect(page.locator("#say")).to_contain_text("Terms to look at call center →")
    assert page.locator("#say [lang]").count() == 1


def test_a_translation_is_written_without_javascript(visitor, states):
    page = visitor("denis.lavoie", java_script_enabled=False)
    page.goto(states["original changed"]["en"])
    assert page.locator("[data-copy-original]:visible, .keys:visible").count() == 0
    assert page.locator(".passage ins").count() == 1
    page.locator(".earlier button", has_text="Keep").click()
    expect(page.locator("main .notice").first).to_contain_text("Confirmed. No passage is left. Read it once more")
    page.locator("button", has_text="Ready for revision").click()
    expect(page.locator("button", has_text="Ready for revision")).to_have_count(0)
    reviser = visitor("renee.thibault", java_script_enabled=False)
    reviser.goto(states["original changed"]["fr"])
    reviser.locator("summary", has_text="Renvoyer").click()
    reviser.fill("#comment", "Encore une fois.")
    reviser.locator(".sendback button").click()
    expect(reviser.locator(".sendback button")).to_have_count(0)
    page.goto(states["original changed"]["en"])
    assert re.search(r"sent it back:\s+Encore une fois\.", page.locator(".notice.warn").inner_text())


def test_the_last_passage_says_that_all_is_done_and_what_comes_next(visitor, states):
    """What was sent back: one of its passages is said again, and nothing is left."""
    page = visitor("denis.lavoie")
    page.goto(f"{states['original changed']['en']}?show=all")
    page.locator(".passage.done .change summary").first.click()
    page.locator(".passage.done .box textarea:visible").first.fill("Said again")
    page.keyboard.press("Control+Enter")
    done = page.locator("#done")
    done.wait_for()
    assert page.evaluate("document.activeElement.id") == "done"
    expect(done).to_have_attribute("role", "status")
    expect(done).to_contain_text("Every passage is confirmed. Read it once more, then pass it on for revision.")
