"""From a proposed topic to an agenda, by keyboard: a member proposes, a lead puts it on the draft and moves it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TITLE = "Who answers when the assistant does not?"
RANKING = "/en/meetings/proposals/?space=self-service"


def test_a_topic_reaches_an_agenda_and_is_moved_by_keyboard(visitor):
    member = visitor("tom.okafor")
    member.goto(RANKING)
    member.get_by_role("link", name="Propose a topic").click()
    member.fill("[name=title]", TITLE)
    member.fill("[name=minutes]", "5")
    member.get_by_role("button", name="Propose").press("Enter")
    vote = member.get_by_role("button", name="My vote")
    vote.press("Enter")
    expect(vote).to_have_attribute("aria-pressed", "true")

    lead = visitor("priya.nair")
    lead.goto(RANKING)
    lead.locator(".side").get_by_role("link", name="Sub-group meeting").click()
    lead.get_by_label(f"Put on the agenda: {TITLE}").press("Space")
    lead.get_by_role("button", name="Put the ticked topics on the draft").press("Enter")
    expect(lead.locator("main .notice").first).to_contain_text("1 topic is on the draft of the agenda.")
    lead.get_by_role("link", name="Open the page in the editors’ desk").click()
    subjects = lead.locator("[name^=agenda-][name$=-value-title]")
    expect(subjects).to_have_count(6)
    before = [one.input_value() for one in subjects.all()]
    number = before.index(TITLE)
    lead.locator("[data-contentpath=agenda] button[title='Move up']").nth(number).press("Enter")
    expect(subjects.nth(number - 1)).to_have_value(TITLE)
    after = [one.input_value() for one in subjects.all()]
    assert after == [*before[: number - 1], TITLE, before[number - 1], *before[number + 1 :]]
