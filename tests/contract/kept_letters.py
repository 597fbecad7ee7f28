"""A letter as tests/snapshots/mail keeps it."""

import re

from bs4 import BeautifulSoup

from tests.contract import called_mail

HEADERS = ["Subject", "From", "To", "Reply-To", "Auto-Submitted", "Content-Language", "List-Id", "List-Unsubscribe",
           "List-Unsubscribe-Post"]  # fmt: skip


def shown(message):
    """A message as its snapshot has it: what differs each time replaced by a word, each tag on a line of its own."""
    headers = message.message()
    lines = [f"{name}: {value_of(message, headers, name)}" for name in HEADERS if headers[name]]
    html, _kind = message.alternatives[0]
    parts = ["== text", message.body.strip(), "", "== html", tree(html).strip(), *called_mail.calendar_of(message)]
    text = "\n".join([*lines, "", *parts, ""])
    return re.sub(r"[ \t]+$", "", steady(text).replace("\u00a0", "␣"), flags=re.M)


def value_of(message, headers, name):
    return message.subject if name == "Subject" else headers[name]


def tree(html):
    """HTML without its looks."""
    page = BeautifulSoup(html, "html.parser")
    for tag in page(["style", "meta"]):
        tag.decompose()
    for tag in page(style=True):
        del tag["style"]
    return page.prettify(formatter="minimal")


def steady(text):
    """Without ids and tokens."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID", text)
    return re.sub(r"https?://[^\s\"<>]+", lambda address: steady_address(address[0]), text)


def steady_address(address):
    address = re.sub(r"(?<=/key/|/cle/)[^/]+", "TOKEN", address)
    address = re.sub(r"[\w-]+(?::[\w-]+){1,2}(?=/|$)", "TOKEN", address.partition("//")[2])
    return "http://" + re.sub(r"/\d+(?=/|$)", "/ID", address)
