"""Mail about what the publish gate held when nobody was there to be told: to those who answer for either page."""

from dataclasses import asdict

from cms import dates, mail
from cms.bilingual import chain, gate_words
from cms.bilingual.addresses import code_of
from cms.bilingual.models import Pair
from cms.bilingual.readiness import Obstacle
from cms.models import User
from spaces import access_pairs
from spaces.services import letters


def tell(held):
    """What the gate calls (settings.GATE_LETTERS)."""
    said = [{name: value for name, value in asdict(one).items() if name != "task"} for one in held.obstacles]
    letters.post("held", str(held.pair.pk), held.page.language, said)


def held(key, language, said):
    """To the owners of both pages, unless readers have it by now or the pages are gone."""
    pair = Pair.objects.select_related("fr_page__latest_revision", "en_page__latest_revision").filter(pk=key).first()
    page = pair and getattr(pair, f"{language}_page")
    if page is None or (page.live and not page.has_unpublished_changes):
        return
    task = chain.task_of(pair.pk)
    obstacles = [Obstacle(task=task, **one) for one in said]
    space = letters.place_of(page)
    pages = [one for one in (pair.fr_page, pair.en_page) if one and one.live]
    read = [one.last_published_at for one in pages if one.last_published_at]
    for reader in owners(pair, task):
        with mail.read_by(reader):
            reasons = [gate_words.said(one) for one in obstacles if task or one.kind != "step"]
            since = dates.day(max(read)) if read else ""
        title = page.draft_title or page.title
        context = {"title": title, "title_language": code_of(page.locale_id), "reasons": reasons, "pair": pair}
        yield "held", reader, space, {**context, "since": since}


def owners(pair, task):
    """Whoever owns or last wrote either page, and whoever translates it; those who may still follow it."""
    pages = [page for page in (pair.fr_page, pair.en_page) if page]
    ids = {page.owner_id for page in pages} | {page.latest_revision.user_id for page in pages if page.latest_revision}
    ids |= {row.by_id for row in pair.waiting.all()}
    ids |= {task.assignee_id, task.reviser_id, task.asked_by_id} if task else set()
    people = User.objects.filter(pk__in=ids - {None}, is_active=True).order_by("pk")
    return [person for person in people if access_pairs.may_follow(person, pair)]


letters.KINDS["held"] = held
