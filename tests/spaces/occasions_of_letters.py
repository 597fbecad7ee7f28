"""What brings about each kind of letter on a translation: the keys it is written with, and who gets it."""

from types import SimpleNamespace

from spaces.services import together, translations
from tests import factories
from tests.spaces.team import asked, paragraphs, ready, rewrite, task_of, team, twin_of
from tests.spaces.team import written as article


def begun():
    """A page of a space others may not know of, and those who work there."""
    space = factories.space("hidden", fr="Zanzibar", en="Zanzibar", is_open=False, is_listed=False)
    return SimpleNamespace(space=space, people=team(space), page=article(space, "fr", "Zanzibar"))


def at_first(hidden):
    return [asked(hidden.page, hidden.people.editor).pk]


def when_assigned(hidden):
    return [asked(hidden.page, hidden.people.editor, assignee=hidden.people.into_english).pk]


def when_ready(hidden):
    return [ready(hidden.page, hidden.people, "fr")[0].pk]


def when_sent_back(hidden):
    task, _mine, reviser = ready(hidden.page, hidden.people, "fr")
    translations.send_back(task=task, by=reviser, comment="Again.")
    return [task.entries.last().pk]


def when_approved(hidden):
    task, _mine, reviser = ready(hidden.page, hidden.people, "fr")
    translations.approve(task=task, by=reviser)
    return [task.pk, reviser.pk]


def when_it_waits_to_be_published(hidden):
    task, mine, _reviser = ready(hidden.page, hidden.people, "fr")
    translations.assign(task=task, by=hidden.people.lead, assignee=mine, reviser=hidden.people.editor)
    translations.approve(task=task, by=hidden.people.editor)
    return [task.pk]


def when_the_original_changed(hidden):
    task, _mine, reviser = ready(hidden.page, hidden.people, "fr")
    translations.approve(task=task, by=reviser)
    rewrite(hidden.page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=hidden.people.editor)
    return [task_of(hidden.page).pk]


def when_its_original_changed_and_it_is_edited_by_hand(hidden):
    task, mine, reviser = ready(hidden.page, hidden.people, "fr")
    translations.approve(task=task, by=reviser)
    translations.stop(pair=task.pair, by=mine)
    twin_of(hidden.page).save_revision(user=mine).publish(user=mine)
    rewrite(hidden.page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=hidden.people.editor)
    return [str(hidden.page.translation_key)]


def when_it_waits_for_its_original(hidden):
    together.choose(page=hidden.page, by=hidden.people.editor, is_on=True)
    changed = type(hidden.page).objects.get(pk=hidden.page.pk)
    changed.title = "Zanzibar, encore"
    changed.save_revision(user=hidden.people.editor)
    task, _mine, reviser = ready(hidden.page, hidden.people, "fr")
    translations.approve(task=task, by=reviser)
    return [task.pk, reviser.pk]


#: kind -> (what brings it about, who gets it while all is as it was)
KEYS = {
    "translation_asked": (at_first, {"intoenglish", "otherenglish"}),
    "translation_assigned": (when_assigned, {"intoenglish"}),
    "translation_ready": (when_ready, {"otherenglish", "editor", "lead"}),
    "translation_sent_back": (when_sent_back, {"intoenglish"}),
    "translation_approved": (when_approved, {"intoenglish", "editor"}),
    "translation_changed": (when_the_original_changed, {"intoenglish"}),
    "translation_changed_by_hand": (when_its_original_changed_and_it_is_edited_by_hand, {"intoenglish"}),
    "translation_to_publish": (when_it_waits_to_be_published, {"intoenglish", "otherenglish", "lead"}),
    "translation_original": (when_it_waits_for_its_original, {"intofrench", "otherfrench", "lead"}),
}
