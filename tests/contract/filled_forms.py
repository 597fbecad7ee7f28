"""The forms of a page, as a browser would post them, and each of their fields that may hold an id."""

from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from wagtail.images.tests.utils import get_test_image_file

#: What a person or a script adds to a form as it comes: words, and how many blocks there are.
TYPED_IN = {"title": "Nouveau", "new_title": "Nouveau", "new_slug": "nouveau", "body-count": "0", "agenda-count": "0"}
#: Fields that count rows of a form or say their order: a large number there only makes a long form.
COUNTING = ("-count", "-order", "-deleted", "-type", "_FORMS", "-ORDER", "-DELETE", "csrfmiddlewaretoken")
#: Fields of the desk that are not drawn when there is nothing to choose.
UNSHOWN = ["collection", "owner"]
TYPED = {"hidden", "text", "number", "search", "radio", "checkbox"}


@dataclass(frozen=True)
class Form:
    address: str
    method: str
    fields: tuple  # ((name, value), …) as the page has them
    ids: tuple  # names of those that may hold an id

    files: tuple  # names of the fields for files

    def filled(self, name, number):
        """What is sent, with a number in one field."""
        data = {key: [value for one, value in self.fields if one == key] for key, _value in self.fields}
        pictures = {file: picture() for file in self.files if "add" in self.address}
        value = f"/page/{number}/" if name == "next" else str(number)
        return {**data, **TYPED_IN, **pictures, name: value}


def picture():
    made = get_test_image_file("plan.png")
    made.file.seek(0)
    return made


def forms(response, address):
    """The forms of an answer."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return []
    html = BeautifulSoup(response.content.decode(), "html.parser")
    return [read(form, address) for form in html.find_all("form")]


def read(form, address):
    fields, ids, files = [], [], []
    for field in form.find_all(["input", "select", "textarea"]):
        name, kind = field.get("name"), field.get("type", "text") if field.name == "input" else field.name
        if not name:
            continue
        if kind == "file":
            files.append(name)
        elif kind == "select":
            chosen = field.find_all("option", selected=True) or field.find_all("option")[:1]
            fields += [(name, option.get("value", option.get_text())) for option in chosen]
        elif kind not in {"submit", "button"} and (kind not in {"radio", "checkbox"} or field.has_attr("checked")):
            fields.append((name, field.get("value", "") if field.name == "input" else field.get_text()))
        if (kind == "select" or kind in TYPED) and not name.endswith(COUNTING):
            ids.append(name)
    method = form.get("method", "get").lower()
    return Form(
        urljoin(address, form.get("action") or ""),
        method,
        tuple(fields),
        tuple(dict.fromkeys([*ids, *UNSHOWN])),
        tuple(files),
    )
