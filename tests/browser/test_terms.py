"""The term base in a browser: written without JavaScript, seen by axe, and met again in the editors' desk."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.audits import audit
from tests.browser.places import WRITING_TERMS
from tests.browser.test_main_job import space_page

pytestmark = pytest.mark.browser
TABLE = (
    "Notion,Langue,Terme,Statut\nessai,fr,banc d’essai,privilégié\nessai,en,test bench,privilégié\nessai,de,x,accepté\n"
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_where_the_term_base_is_written(visitor, site, language):
    page, found = visitor("nadia.haddad", reduced_motion="reduce"), {}
    addresses = json.loads(site.python(WRITING_TERMS).strip().splitlines()[-1])[language]
    for address in addresses:
        page.goto(address)
        for closed in page.locator("details.fold:not([open]) > summary").all()[:2]:
            closed.click()
        if wrong := audit(page):
            found[address] = wrong
    page.goto(addresses[0])
    page.click("main form .btn:not(.quiet)")
    page.wait_for_selector(".errors")
    if wrong := audit(page):
        found["refused"] = wrong
    page.goto(addresses[1])
    page.set_input_files("[name=file]", {"name": "x.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    page.click("main form .btn:not(.quiet)")
    page.wait_for_selector("table")
    if wrong := audit(page):
        found["report"] = wrong
    assert found == {}


def test_an_entry_written_without_javascript_counts_in_the_desk(site, visitor):
    support = visitor("nadia.haddad", java_script_enabled=False)
    support.goto("/en/terms/new/")
    for name, value in {"fr-0-text": "zinc", "en-0-text": "zinc", "fr-1-text": "toutenague"}.items():
        support.fill(f"[name={name}]", value)
    for name, value in {"fr-0-standing": "preferred", "en-0-standing": "preferred", "fr-1-standing": "avoid"}.items():
        support.select_option(f"[name={name}]", value)
    support.click("main form .btn:not(.quiet)")
    expect(support.locator("main")).to_contain_text("The entry is saved")

    author = visitor("elise.comeau")
    author.goto(f"/admin/pages/add/spaces/articlepage/{space_page(site, 'fr')}/")
    author.fill("[name=title]", "Une toutenague au comptoir")
    author.click("footer .action-save")
    author.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    expect(author.locator(".messages")).to_contain_text("1 terme à revoir dans cette page.")
    panel = author.locator("section.w-panel", has=author.get_by_role("heading", name="Termes à revoir"))
    assert "toutenague" in panel.inner_text()
    panel.get_by_role("link", name="Les revoir un à un").click()
    author.get_by_role("button", name="Le laisser tel quel ici").click()
    said = re.compile("«\\s*toutenague\\s*» est laissé tel quel dans cette page.")
    expect(author.locator(".messages")).to_contain_text(said)
    author.get_by_role("link", name="Retour à la page").click()
    author.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    expect(author.locator("[name=title]")).to_be_visible()
    assert author.get_by_role("heading", name="Termes à revoir").count() == 0
    support.goto("/en/terms/?q=toutenague")
    assert "left 1 time" in support.locator("main").inner_text()
