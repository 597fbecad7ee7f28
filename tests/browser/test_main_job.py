"""The main job, by the people who do it: write in French, translate, publish, find in English, follow, be told once."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FRENCH = "Répondre aux personnes qui appellent pendant le souper"
ENGLISH = "Answering the people who call at suppertime"
SUMMARY_FR = "Trois agents décalés d’une heure, et l’attente du soir a fondu de moitié."
SUMMARY_EN = "Three agents shifted by one hour, and the evening wait melted by half."


def test_a_french_article_reaches_an_english_reader(site, visitor):
    write_in_french(site, visitor("elise.comeau"))
    translate(site, visitor("denis.lavoie"))
    revise(site, visitor("renee.thibault"))
    reader = visitor("dana.whitlock")
    find_and_follow(site, reader)
    news = wait_for_digest(site)
    assert news.get_content_type() == "multipart/alternative"
    text = news.get_body(("plain",)).get_content()
    assert text.count(ENGLISH) == 1
    assert FRENCH not in text
    assert "Hello Dana" in text


def space_page(site, language):
    code = f"""
from spaces.models import SpacePage
print(SpacePage.objects.get(space__code="quality", locale__language_code="{language}").pk)"""
    return int(site.python(code).strip().splitlines()[-1])


def write_in_french(site, page):
    page.goto(f"/admin/pages/add/spaces/articlepage/{space_page(site, 'fr')}/")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.fill("[name=title]", FRENCH)
    page.fill("[name=summary]", SUMMARY_FR)
    page.fill("[name=problem]", "Entre 17 h et 19 h, l’attente doublait.")
    page.get_by_label("Temps d’attente").check()
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("button[name=action-publish]")
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    page.goto(address(site, FRENCH, "ask"))
    page.get_by_role("button", name="Faire traduire").click()
    page.wait_for_url(re.compile(r"/fr/traductions/[\w-]{36}/$"))
    expect(page.locator("main .notice").first).to_contain_text("Son brouillon est prêt")


def address(site, title, what):
    code = f"""
from wagtail.models import Page
page = Page.objects.get(title={title!r}, locale__language_code="fr")
print(page.pk, page.translation_key)"""
    pk, key = site.python(code).strip().splitlines()[-1].split()
    return f"/fr/traductions/demander/{pk}/" if what == "ask" else f"/fr/traductions/{key}/"


def translate(site, page):
    page.goto(address(site, FRENCH, "desk"))
    assert "Du français vers l’anglais" in page.locator("main header").first.inner_text()
    for number, text in enumerate((ENGLISH, SUMMARY_EN, "Between 5 and 7 p.m. the wait doubled."), start=1):
        page.locator(".passage:not(.done) textarea").first.fill(text)
        page.keyboard.press("Control+Enter")
        if number < 3:
            page.locator(".passage.done").nth(number - 1).wait_for()
    page.get_by_role("button", name="Prête à réviser").click()
    expect(page.locator("main .notice").first).to_contain_text("la personne qui révise est prévenue")


def revise(site, page):
    page.goto(address(site, FRENCH, "desk"))
    page.get_by_role("button", name="Approuver et publier").click()
    page.locator("main .notice", has_text="Approuvée et publiée").wait_for()


def find_and_follow(site, page):
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:  # the worker puts it in the index within seconds
        page.goto("/en/search/?q=suppertime")
        if page.get_by_role("link", name=ENGLISH).count():
            break
        page.wait_for_timeout(500)
    page.get_by_role("link", name=ENGLISH).click()
    expect(page.locator("h1")).to_have_text(ENGLISH)
    assert page.url.endswith("/answering-the-people-who-call-at-suppertime/")
    page.get_by_role("link", name="Français", exact=True).click()
    expect(page.locator("h1")).to_have_text(FRENCH)
    assert page.locator("html").get_attribute("lang") == "fr-CA"
    button = page.get_by_role("button", name=re.compile("– Temps d’attente$"))
    if button.get_attribute("aria-pressed") == "false":
        button.click()
    pressed = page.get_by_role("button", name=re.compile("^Abonnement actif – Temps d’attente$"))
    expect(pressed).to_have_attribute("aria-pressed", "true")


def wait_for_digest(site):
    site.python("""
from django.utils import timezone
from cms.models import ScheduledJob
from spaces.models import Reader
Reader.objects.filter(user__email="dana.whitlock@example.org").update(next_digest_at=timezone.now(), weekly_at=timezone.now())
ScheduledJob.objects.filter(name="spaces.tasks.send_due_digests").update(due_at=timezone.now())
""")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for mail in site.mails():
            if "dana.whitlock@example.org" in mail["To"]:
                return mail
        time.sleep(1)
    raise AssertionError("no digest came within a minute")
