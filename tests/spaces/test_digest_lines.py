"""How a digest reads, in text and in HTML: under which heading each line stands, why it comes, where it leads."""

import re
from html import unescape

import pytest
from django.core import mail

from spaces.models import Space
from spaces.models.subscriptions import WEEK
from spaces.services import digests, memberships, subscriptions
from tests import factories
from tests.spaces.test_space_news import NOW, due, published


@pytest.fixture
def mixed(quality, alice, denis):
    """Two spaces and a topic: one item by both ways, one by each."""
    other = factories.space("other", fr="Réseau « A »", en="Network A", members=[alice, denis])
    topic = factories.topic()
    for user in (alice, denis):
        memberships.grant(user=user, space=quality)
        subscriptions.follow(user=user, topic=topic)
    published(factories.article(quality, fr="Les deux", en="Both", topics=[topic], jurisdiction="ns"))
    published(factories.announcement(quality, fr="Un mot d’ici", en="A word from here"))
    published(factories.article(quality, fr="De l’espace", en="Of the space", jurisdiction="ns"), NOW - WEEK / 2)
    published(factories.article(other, fr="Seulement en français", other_summary="In short."), NOW - WEEK / 2)
    due(alice, denis)
    digests.send_due(now=NOW)
    return {message.to[0].partition("@")[0]: message for message in mail.outbox}


ENGLISH = """Hello Alice,

4 new items for you.

Quality

- A word from here
  Summary.
  Official
  http://testserver/en/quality/a-word-from-here/
  You are a member of “Quality”.
  Less of it: http://testserver/en/digest/TOKEN/less/space-1/

- Of the space
  Summary.
  Nova Scotia
  http://testserver/en/quality/of-the-space/
  You are a member of “Quality”.
  Less of it: http://testserver/en/digest/TOKEN/less/space-1/

Topic: Callback

- Both
  Summary.
  Nova Scotia · Callback · Quality
  http://testserver/en/quality/both/
  You follow the topic “Callback”.
  Less of it: http://testserver/en/digest/TOKEN/less/topic-1/

Network A

- Seulement en français (in French)
  In short.
  In French · Nova Scotia
  http://testserver/en/untranslated/PAGE/seulement-en-francais/
  You are a member of “Network A”.
  Less of it: http://testserver/en/digest/TOKEN/less/space-2/
"""
FRENCH = """Bonjour Denis,

4 nouveautés pour vous.

Qualité

- Un mot d’ici
  Résumé.
  Officiel
  http://testserver/fr/qualite/un-mot-d-ici/
  Vous faites partie de « Qualité ».
  En recevoir moins : http://testserver/fr/resume/TOKEN/moins/space-1/

- De l’espace
  Résumé.
  Nouvelle-Écosse
  http://testserver/fr/qualite/de-l-espace/
  Vous faites partie de « Qualité ».
  En recevoir moins : http://testserver/fr/resume/TOKEN/moins/space-1/

Thème : Rappel

- Les deux
  Résumé.
  Nouvelle-Écosse · Rappel · Qualité
  http://testserver/fr/qualite/les-deux/
  Vous suivez le thème « Rappel ».
  En recevoir moins : http://testserver/fr/resume/TOKEN/moins/topic-1/

Réseau « A »

- Seulement en français
  Résumé.
"""


def even(text):
    text = re.sub(r"\n{3,}", "\n\n", text.replace("\u00a0", " ").lstrip("\n"))
    text = re.sub(r"/(digest|resume)/[^/]+/", r"/\1/TOKEN/", text)
    for number, row in enumerate([Space.objects.get(code="quality"), Space.objects.get(code="other")], 1):
        text = text.replace(f"/space-{row.pk}/", f"/space-{number}/")
    text = re.sub(r"/topic-\d+/", "/topic-1/", text)
    return re.sub(r"(?<=/untranslated/)\d+", "PAGE", text)


def test_lines_stand_under_their_topic_or_space_and_each_item_once(mixed):
    for name, wanted, why in (
        ("alice", ENGLISH, "You receive this digest each week there is something in it"),
        ("denis", FRENCH, "Vous recevez ce résumé chaque semaine où il y a du nouveau"),
    ):
        text = even(mixed[name].body)
        assert text[: len(wanted)] == wanted
        assert why in text
        html = unescape(mixed[name].alternatives[0][0]).replace("\u00a0", " ")
        heads = re.findall(r"<h(\d)[^>]*>(?:<a[^>]*>)?([^<]*)", html)
        spoken = re.sub(r" \(in French\)$|^- ", "", wanted, flags=re.MULTILINE).splitlines()
        assert [words for _level, words in heads] == [line for line in spoken[1:] if re.match(r"\S", line)]
        assert [level for level, _words in heads][:3] == ["1", "2", "3"]
        assert why in html
        assert html.count("/less/" if name == "alice" else "/moins/") == 4


def test_links_of_the_foot_lead_where_all_is_changed(mixed):
    for name, link in {"alice": "/en/subscriptions/", "denis": "/fr/abonnements/"}.items():
        assert re.findall(r"http://testserver(\S+)", mixed[name].body)[-2] == link
        assert re.findall(r'href="http://testserver([^"]+)"', mixed[name].alternatives[0][0])[-2] == link
