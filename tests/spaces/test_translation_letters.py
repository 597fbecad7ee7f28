"""Letters about a translation are written when they go, to those whose turn it is and who may still read the space."""

from copy import deepcopy
from functools import partial
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core import mail

from cms.bilingual import ledger
from cms.models import User
from home.models import StandardPage
from spaces.services import translations
from tests import factories
from tests.letters import written_with
from tests.once import begin_with, copy_of, made_by
from tests.spaces.occasions_of_letters import (
    KEYS,
    begun,
    when_its_original_changed_and_it_is_edited_by_hand,
    when_ready,
)
from tests.spaces.team import (
    asked,
    bodies,
    fresh,
    official,
    pair_of,
    paragraphs,
    ready,
    rewrite,
    task_of,
    to,
    translate,
    twin_of,
)
from tests.spaces.test_letters import MEANWHILE, OF_TRANSLATIONS

pytestmark = pytest.mark.django_db
written = partial(written_with, "Zanzibar")


made_hidden = pytest.fixture(lambda once: begun(), scope="module")
hidden = pytest.fixture(lambda db, made_hidden: deepcopy(made_hidden))


#: Those a task stands behind that somebody may end.
OF_TASKS = sorted(set(KEYS) - {"translation_approved", "translation_changed_by_hand"})


def brought_about(hidden, kind, _stage):
    """What a kind of letter is written about, once for all that is asked of it."""
    mine = deepcopy(hidden)
    return SimpleNamespace(told=SimpleNamespace(kind=kind, hidden=mine, keys=KEYS[kind][0](mine)))


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "told", languages=OF_TASKS if "task" in metafunc.fixturenames else list(KEYS))


made, told = made_by(brought_about, "hidden"), copy_of("told")


@pytest.fixture
def task(told):
    return task_of(told.hidden.page)


def test_every_kind_of_letter_is_here():
    assert set(KEYS) == OF_TRANSLATIONS


def test_it_goes_to_those_it_is_for(told):
    assert written(told.kind, told.keys) == KEYS[told.kind][1]


def test_french_letters_are_set_as_french_is(told):
    User.objects.update(language="fr")
    assert written(told.kind, told.keys) == KEYS[told.kind][1]
    assert {message.extra_headers["Content-Language"] for message in mail.outbox} == {"fr-CA"}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_nothing_goes_to_those_whose_right_ended_meanwhile(told, meanwhile):
    MEANWHILE[meanwhile](told.hidden.space)
    assert written(told.kind, told.keys) == set()


def test_nothing_goes_once_somebody_has_acted(told, task):
    task.close("stopped")
    assert written(told.kind, told.keys) == set()


def test_a_translation_to_revise_is_told_to_its_reviser_alone_when_one_was_named(hidden):
    (pk,) = when_ready(hidden)
    task = task_of(hidden.page)
    translations.assign(task=task, by=hidden.people.lead, assignee=task.assignee, reviser=hidden.people.editor)
    assert written("translation_ready", [pk]) == {"editor"}


def test_of_a_page_outside_of_spaces_it_goes_to_those_who_work_there():
    page = factories.pair(
        StandardPage, factories.homes(), {"fr": {"title": "Zanzibar", "body": factories.text("Un.")}}
    )["fr"]
    one, other = (factories.person(name) for name in ("Mona", "Omar"))
    for user in (one, other):
        user.groups.add(Group.objects.get(name="Moderators"))
    task = asked(page, fresh(one), assignee=other)
    assert written("translation_assigned", [task.pk]) == {"omar"}
    other.groups.clear()
    assert written("translation_assigned", [task.pk]) == set()


def test_a_change_is_told_once_while_it_waits(hidden, posted):
    """To who has the translation, not at each save: what changes next is found with it."""
    task, _mine, reviser = ready(hidden.page, hidden.people, "fr")
    translations.approve(task=task, by=reviser)
    said = []
    for words in ("Deux bons mots.", "Deux très bons mots.", "Deux mots."):
        mail.outbox.clear()
        with posted():
            rewrite(hidden.page, body=paragraphs("Un mot.", words, "Trois."), by=hidden.people.editor)
        said.append(to())
    changed = "Original modifié\u00a0: «\u00a0Zanzibar\u00a0»"  # as its translator reads
    assert said == [{"intoenglish": changed}, {}, {}]
    mail.outbox.clear()
    with posted():
        rewrite(hidden.page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=hidden.people.editor)
    assert to() == {"intoenglish": changed}, "what was taken back and comes again is another change"


def test_whoever_changed_it_is_not_told(hidden, posted):
    task, mine, reviser = ready(hidden.page, hidden.people, "fr")
    translations.approve(task=task, by=reviser)
    mail.outbox.clear()
    with posted():
        rewrite(hidden.page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=mine)
    assert to() == {}


def test_a_change_told_before_is_not_told_again_when_the_translation_is_taken_up_again(hidden, posted):
    task, mine, reviser = ready(hidden.page, hidden.people, "fr")
    translations.approve(task=task, by=reviser)
    rewrite(hidden.page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=hidden.people.editor)
    translations.stop(pair=task.pair, by=mine)
    mail.outbox.clear()
    with posted():
        translations.resume(pair=task.pair, by=reviser)
    assert "Original modifié\u00a0: «\u00a0Zanzibar\u00a0»" not in to().values()
    assert task_of(hidden.page).entries.filter(act="changed").exists(), "the round is there"


@pytest.mark.parametrize("changer", ["editor", "into_english"])
def test_of_pages_edited_by_hand_whoever_wrote_or_looks_after_the_other_is_told_once(hidden, posted, changer):
    (key,), people = when_its_original_changed_and_it_is_edited_by_hand(hidden), hidden.people
    ledger.confirm_all(key, by=people.lead)
    twin = twin_of(hidden.page)
    type(twin).objects.filter(pk=twin.pk).update(owner=people.lead)
    User.objects.update(language="en")
    said = []
    for words in ("Deux mots de plus.", "Deux autres mots."):
        mail.outbox.clear()
        with posted():
            rewrite(hidden.page, body=paragraphs("Un mot.", words, "Trois."), by=getattr(people, changer))
        said.append(to())
    told = {"lead", "intoenglish"} - {changer.replace("_", "")}
    assert said == [dict.fromkeys(told, "Original changed: “Zanzibar”"), {}]


def test_it_says_what_changed_by_whom_and_why_it_is_told(hidden):
    User.objects.update(language="en")
    keys = when_its_original_changed_and_it_is_edited_by_hand(hidden)
    assert written("translation_changed_by_hand", keys) == {"intoenglish"}
    (message,) = mail.outbox
    assert "“Zanzibar” has changed, and its English page, which is edited by hand, has not followed:" in message.body
    assert f"3 words. Changed by {hidden.people.editor}." in message.body
    assert "You receive this because you wrote or look after the other page." in message.body
    assert f"/translations/{keys[0]}/" in message.body


def test_nothing_goes_once_both_pages_say_the_same_or_it_is_translated_again(hidden, posted):
    keys = when_its_original_changed_and_it_is_edited_by_hand(hidden)
    translations.resume(pair=pair_of(hidden.page), by=hidden.people.lead)
    assert written("translation_changed_by_hand", keys) == set()
    translations.stop(pair=pair_of(hidden.page), by=hidden.people.lead)
    ledger.confirm_all(keys[0], by=hidden.people.lead)
    assert written("translation_changed_by_hand", keys) == set()
    mail.outbox.clear()
    with posted():
        twin_of(hidden.page).save_revision(user=hidden.people.lead).publish()
    assert to() == {}, "the original did not change"


# -- one wait, one letter


def official_ready(hidden, asker):
    """Official content whose original nobody has published, its translation handed to a reviser; asked for by `asker`."""
    page, people = official(hidden.space, title="Zanzibar"), hidden.people
    task = asked(page, asker, assignee=people.into_english)
    translate(page, people.into_english)
    translations.ready(task=task, by=people.into_english)
    return page, task_of(page)


@pytest.mark.parametrize("may_publish", [True, False])
def test_whoever_is_asked_to_go_on_is_not_told_besides_that_it_waits(hidden, posted, may_publish):
    """The lead, who asked for it and may publish it."""
    User.objects.update(language="en")
    people = hidden.people
    _page, task = official_ready(hidden, people.lead)
    reviser = people.other_english if may_publish else people.editor
    mail.outbox.clear()
    with posted():
        translations.approve(task=task, by=reviser)
    found, draft = bodies(), "The French page is a draft: somebody who may publish it has yet to do so."
    if may_publish:
        assert "waits for its original: both are read once somebody who may publishes the original." in found["lead"]
        assert f"is approved and waits to go live. {draft}" in found["intoenglish"]
    else:
        assert f"is approved and waits for somebody who may publish it. {draft}" in found["lead"]
        assert f"is approved and waits for somebody who may publish it. {draft}" in found["intoenglish"]


def test_whoever_only_asked_for_it_reads_what_it_waits_for(hidden, posted):
    User.objects.update(language="en")
    people = hidden.people
    _page, task = official_ready(hidden, people.editor)
    mail.outbox.clear()
    with posted():
        translations.approve(task=task, by=people.other_english)
    said = "is approved and waits to go live. The French page is a draft: somebody who may publish it has yet to do so."
    assert said in bodies()["editor"]


def test_no_line_of_a_letter_begins_with_a_space(told):
    written(told.kind, told.keys)
    assert [line for line in mail.outbox[0].body.splitlines() if line.startswith(" ")] == []
