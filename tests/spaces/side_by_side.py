"""The translators’ pages as a test asks for them: addresses, forms, and what the answers say."""

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation


def at(name, *args, language="en", **query):
    with translation.override(language):
        return reverse(name, args=args, query=query)


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").replace("\u00a0", " ").split())


def desk(client, page, language="en", **query):
    return soup_of(client.get(at("translation", page.translation_key, language=language, **query)))


def post(client, page, segment, text, *, language="en", **more):
    address = at("translation_passage", page.translation_key, language=language)
    data = {"context": segment.context_id, "string": segment.string_id, "text": text, "was": "", **more}
    return client.post(address, data, follow=True)


def step(client, page, do, **more):
    return client.post(at("translation_step", page.translation_key), {"do": do, **more}, follow=True)


def said_by(response):
    return [words(one) for one in soup_of(response).select("main .notice[role=status]")]
