"""Mail speaks one language, that of its reader, from the subject to the last word."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core import mail as outbox
from django.template import TemplateDoesNotExist
from django.utils import timezone, translation

from cms import mail
from cms.models import CommunitySettings
from spaces.models import Reader
from spaces.services import digests, subscriptions
from tests import factories
from tests.letters import wrongs

pytestmark = pytest.mark.django_db
#: Words English mail cannot do without, and French ones; none belongs to the other language.
ENGLISH = {
    "the",
    "you",
    "your",
    "this",
    "of",
    "in",
    "follow",
    "items",
    "topics",
    "weekly",
    "digest",
    "hello",
    "because",
}
FRENCH = {"le", "vous", "votre", "ce", "de", "dans", "suivez", "nouveautés", "thèmes", "résumé", "bonjour", "parce"}


@pytest.fixture
def news(quality):
    """Two bilingual articles on one topic."""
    rappel = factories.topic()
    factories.article(
        quality, fr="Rappel : 34 % de moins", en="Callback: 34% less", topics=[rappel], summary_fr="Bref."
    )
    factories.article(quality, fr="Du « R&D »", en="Some R&D", topics=[rappel], days_ago=1, summary_en="It's short.")
    return rappel


def digest(user, topic):
    """The digest somebody who follows a topic gets of the last week."""
    subscriptions.follow(user=user, topic=topic)
    now = timezone.now()
    Reader.objects.filter(user=user).update(covered_until=now - timedelta(days=7), next_digest_at=now)
    assert digests.send_due(now=now) == 1
    return outbox.outbox[-1]


def named(space):
    return {"code": space.code, "name": space.name_fr, "address": "/fr/qualite/"}


class Words(HTMLParser):
    """What is read in HTML, without the words marked as being in another language."""

    def __init__(self, html):
        super().__init__()
        self.said, self.links = [], []
        self.feed(re.sub(r"<style>.*?</style>", "", html, flags=re.S))

    def handle_starttag(self, tag, attributes):
        self.links += [value for name, value in attributes if name in {"href", "src"}]

    def handle_data(self, data):
        self.said.append(data)


def words(text):
    return {word.lower() for word in re.findall(r"[^\W\d_]+", re.sub(r"https?://\S+", "", text))}


@pytest.mark.parametrize(
    ("language", "subject", "others"),
    [
        ("fr", "Votre résumé\u00a0: Rappel\u00a0: 34\u00a0% de moins, et 1 autre", ENGLISH),
        ("en", "Your digest: Callback: 34% less, and 1 more", FRENCH),
    ],
)
def test_a_digest_is_in_the_language_of_its_reader_to_the_last_word(news, language, subject, others):
    with translation.override("en" if language == "fr" else "fr"):
        message = digest(factories.person("Denise", language=language), news)
    (html, kind), *rest = message.alternatives
    assert (kind, rest) == ("text/html", [])
    assert message.subject == subject
    for text in (message.subject, message.body, " ".join(Words(html).said)):
        assert words(text) & others == set()
    own = FRENCH if language == "fr" else ENGLISH
    for text in (message.body, " ".join(Words(html).said)):
        assert len(words(text) & own) >= 5
    assert f'<html lang="{language}-CA">' in html


def test_a_digest_says_what_it_is_who_reads_it_and_where_to_go(news):
    message = digest(factories.person("Denise", language="fr"), news)
    assert (message.to, message.from_email) == (["denise@example.org"], "Carrefour <carrefour@example.org>")
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["Content-Language"] == "fr-CA"
    links = set(re.findall(r"http://testserver(\S+)", message.body))
    signed = {re.sub(r"/resume/[^/]+/", "/resume/…/", link) for link in links}
    assert signed == {
        "/fr/qualite/rappel-34-de-moins/", "/fr/qualite/du-rd/", "/fr/abonnements/", "/fr/resume/…/fin/",
        f"/fr/resume/…/moins/topic-{news.pk}/",
    }  # fmt: skip
    assert {link.removeprefix("http://testserver") for link in Words(message.alternatives[0][0]).links} == links


def test_the_text_of_a_digest_holds_no_html(news):
    french = digest(factories.person("Denise", language="fr"), news).body
    english = digest(factories.person("Ann"), news).body
    assert "- Rappel\u00a0: 34\u00a0% de moins\n  Bref.\n" in french
    assert "- Du «\u00a0R&D\u00a0»\n" in french
    assert "- Some R&D\n  It's short.\n" in english
    assert not re.search(r"&\w+;|&#|<", french + english)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_digest_is_set_as_its_language_is(language, news):
    assert wrongs(digest(factories.person("Denise", language=language), news)) == []


def test_words_in_the_other_language_are_marked_in_a_digest(quality, news):
    factories.article(
        quality, fr="Seulement en français", summary_fr="Le résumé.", topics=[news], other_summary="In short."
    )
    factories.article(quality, fr="Rien en anglais", summary_fr="Rien.", topics=[news])
    message = digest(factories.person("Ann"), news)
    html = message.alternatives[0][0]
    assert "- Seulement en français (in French)\n  In short.\n" in message.body
    assert re.search(r'<a [^>]*lang="fr"[^>]*>Seulement en français</a></h3><p[^>]*>In short.</p>', html)
    assert re.search(r'<a [^>]*lang="fr"[^>]*>Rien en anglais</a></h3><p [^>]*lang="fr"[^>]*>Rien.</p>', html)


def test_one_item_is_spoken_of_in_the_singular(quality):
    topic = factories.topic()
    factories.article(quality, fr="Rappel", en="Callback", topics=[topic])
    assert digest(factories.person("Denise", language="fr"), topic).subject == "Votre résumé\u00a0: Rappel"
    assert digest(factories.person("Ann"), topic).subject == "Your digest: Callback"


def test_a_subject_is_one_line_whatever_the_title(quality):
    topic = factories.topic()
    factories.article(quality, en="Callback\nBcc: eve@example.org", topics=[topic])
    message = digest(factories.person("Ann"), topic)
    assert message.subject == "Your digest: Callback Bcc: eve@example.org"
    assert message.recipients() == ["ann@example.org"]


def test_the_name_of_the_community_is_the_one_set_in_that_language(news):
    names = CommunitySettings.load()
    names.name_fr, names.name_en = "Communauté « essai »", "Trial community"
    names.save()
    french = digest(factories.person("Denise", language="fr"), news).alternatives[0][0]
    assert "Communauté «\u00a0essai\u00a0»" in unescape(french)
    assert "Trial community" in digest(factories.person("Ann"), news).alternatives[0][0]


def test_composing_sends_nothing_and_leaves_language_and_clock_as_they_were(quality):
    denise, context = factories.person("Denise", language="fr", zone="America/Halifax"), {"space": named(quality)}
    with translation.override("en"), timezone.override("America/Vancouver"):
        assert mail.compose("spaces/mail/declined", to=denise, context=context).to == [denise.email]
        assert outbox.outbox == []
        digest(denise, factories.article(quality, en="Callback", topics=[factories.topic()]).topics.get())
        assert (translation.get_language(), timezone.get_current_timezone_name()) == ("en", "America/Vancouver")


def test_sending_gives_the_message_to_the_server(quality, alice, mailoutbox):
    said = {"to": alice, "context": {"space": named(quality)}, "headers": {"X-Test": "yes"}}
    assert mail.send("spaces/mail/declined", **said) == 1
    assert [sent.extra_headers["X-Test"] for sent in mailoutbox] == ["yes"]


def test_mail_without_all_its_templates_is_an_error(alice):
    with pytest.raises(TemplateDoesNotExist):
        mail.compose("spaces/mail/nothing", to=alice, context={})
