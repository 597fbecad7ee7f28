"""Whatever stands in titles, names and addresses, mail reaches its reader whole, or is refused for that one person."""

import pytest

from cms import mail
from cms.models import User
from spaces.models import JoinRequest
from spaces.services import letters
from tests import factories

pytestmark = pytest.mark.django_db
CONTROL = "\u2028\u2029\x85\x0b\x0c\x1c\x1e\x07"


def letter(reader, *, title="Callback", by="Ann", comment="", **more):
    """A letter with a title and a name in its subject and its words, by the real door."""
    said = {"act": "rejected", "title": title, "title_language": "en", "by": by, "comment": comment, "address": "/x/"}
    return mail.send("spaces/mail/workflow", to=reader, context={**said, **more})


@pytest.mark.parametrize(
    "ending",
    ["\nBcc: eve@example.org", "\r\nBcc: eve@example.org\r\n\r\nBody", "\rBcc: eve@example.org", "\u2028Bcc: eve@example.org",
     "\x0bBcc: eve@example.org", "\x85Bcc: eve@example.org", "\x00Bcc: eve@example.org", "\r\n.\r\nMAIL FROM:<eve@example.org>"],
)  # fmt: skip
def test_a_title_or_a_name_adds_no_header_and_no_recipient(sink, alice, ending):
    alice.first_name = "Alice" + ending
    assert letter(alice, title="Callback" + ending, by="Ann" + ending, comment="Voilà" + ending) == 1
    (sent,) = sink.mails
    assert (sent.recipients, sent["To"], sent["Bcc"]) == (["alice@example.org"], "alice@example.org", None)
    assert set(sent.parsed.keys()) == {
        "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
    }  # fmt: skip
    assert sent["Subject"].startswith("Sent back: “Callback ")
    assert "eve@example.org" in sent["Subject"]


def test_a_long_title_is_ended_at_a_word_in_the_subject_and_whole_in_the_text(sink, alice, denis):
    title = " ".join(["anticonstitutionnellement"] * 11) + " Fin"
    assert len(title) == 289
    for reader in (alice, denis):
        assert letter(reader, title=title) == 1
    english, french = sink.mails
    assert english["Subject"] == "Sent back: “" + " ".join(["anticonstitutionnellement"] * 5) + "…”"
    assert french["Subject"] == "À revoir\u00a0: «\u00a0" + " ".join(["anticonstitutionnellement"] * 5) + "…\u00a0»"
    for sent in sink.mails:
        assert len(sent["Subject"]) <= 150
        assert title in sent.part("plain")
        assert title in sent.part("html")
        assert max(map(len, sent.raw.splitlines())) <= 998


def test_a_title_without_a_space_is_cut_all_the_same():
    assert mail.subject_of("x" * 300) == "x" * 147 + "…"
    assert mail.subject_of("À lire\u00a0: «\u00a0" + "y" * 300 + "\u00a0»").endswith("y…\u00a0»")
    assert mail.subject_of("x " * 75) == ("x " * 75).strip()
    assert mail.subject_of("“One” " + "two, " * 60).endswith("two…")


@pytest.mark.parametrize(
    "name", ['O’Neil, "Ann" <eve@example.org>', "Ann\\", "Zoé; Ann:", "=?utf-8?q?Eve?=", "Ann (Eve)"]
)
def test_a_name_is_words_wherever_it_stands(sink, alice, name):
    alice.first_name = name
    assert letter(alice, by=name) == 1
    (sent,) = sink.mails
    assert (sent["To"], sent.recipients) == ("alice@example.org", ["alice@example.org"])
    assert f"Hello {name}," in sent.part("plain")


@pytest.mark.parametrize("odd", [CONTROL, "\ud83d", "\udcff\ud800", "👩🏽‍💻 \u202e", "\x00"])
def test_no_character_keeps_mail_from_going(sink, alice, odd):
    assert letter(alice, title=f"Call{odd}back", by=f"Ann{odd}", comment=odd) == 1
    (sent,) = sink.mails
    assert sent["Subject"].startswith("Sent back: “Call")
    assert "back”" in sent["Subject"]
    assert "Open it in the editors’ desk:" in sent.part("plain")
    assert "</html>" in sent.part("html")
    assert "\x00" not in sent.raw.split(b"\r\n\r\n", 1)[0].decode("ascii"), "headers are ASCII"


def test_a_domain_with_accents_is_written_as_servers_know_it(sink):
    reader = factories.person("Ann")
    User.objects.filter(pk=reader.pk).update(email="ann@québec.example.org")
    reader.refresh_from_db()
    assert letter(reader) == 1
    (sent,) = sink.mails
    assert (sent.recipients, sent["To"]) == (["ann@xn--qubec-csa.example.org"], "ann@xn--qubec-csa.example.org")


@pytest.mark.parametrize(
    "address", ["rené@example.org", "ann@exa mple..org", "a b@example.org", "ann", "ann@\ud800.org", "ann\n@x.org"]
)
def test_an_address_no_server_takes_is_refused_for_that_person_alone(sink, alice, address):
    reader = User(email=address, language="en")
    with pytest.raises(OSError, match=r"characters every server takes|no such domain") as refusal:
        letter(reader)
    assert address not in str(refusal.value), "a log names nobody"
    assert letter(alice) == 1
    assert [sent.recipients for sent in sink.mails] == [["alice@example.org"]]


def test_a_letter_to_several_reaches_the_others_whatever_the_address_of_one(sink, caplog):
    members = [factories.person(f"Person{number}") for number in range(3)]
    space = factories.space(leads=members)
    asked = JoinRequest.objects.create(user=factories.person("Ann"), space=space)
    User.objects.filter(pk=members[1].pk).update(email="rené@example.org")
    sink.faults.refused = {members[0].email: "550 5.1.1 No such mailbox"}
    assert letters.write("join_request", [asked.pk]) == 1
    assert [sent.recipients for sent in sink.mails] == [[members[2].email]]
    assert caplog.text.count("was not accepted") == 2


def test_a_letter_of_an_account_that_cannot_be_sent_does_not_tell_who_has_one(sink, client, alice, caplog):
    sink.faults.refused = {alice.email: "451 4.3.0 Try later"}
    answers = [
        client.post("/en/accounts/password/reset/", {"email": email}) for email in (alice.email, "eve@example.org")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, "/en/accounts/password/reset/done/")
    }
    assert [sent.recipients for sent in sink.mails] == [["eve@example.org"]]
    assert "the letter password_reset_key" in caplog.text
    sink.stop()
    assert client.post("/en/accounts/password/reset/", {"email": alice.email}).status_code == 302
