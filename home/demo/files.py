"""Reading the demo community's files, and turning their blocks into raw StreamField data."""

import tomllib
import uuid
from pathlib import Path

from home.demo import media

HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")


def read(name):
    """One file, or every file of a folder in name order."""
    path = HERE / name
    if path.is_dir():
        return [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(path.glob("*.toml"))]
    return tomllib.loads(path.read_text(encoding="utf-8"))


def identity(*parts):
    """A block id that is the same in both languages and in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(str(part) for part in parts)))


def body(code, blocks, language):
    """Raw data of a body in one language."""
    return [
        {"type": block["block"], "value": value_of(block, language, (code, number)), "id": identity(code, number)}
        for number, block in enumerate(blocks)
    ]


def value_of(block, language, key):
    words = block[language]
    match block["block"]:
        case "steps":
            return [{"type": "item", "value": step, "id": identity(*key, n)} for n, step in enumerate(words)]
        case "table":
            return {
                "data": [words["header"], *words["rows"]],
                "cell": [],
                "first_row_is_table_header": True,
                "first_col_is_header": True,
                "table_header_choice": "both",
                "table_caption": words["caption"],
            }
        case "links":
            items = [{"text": item["text"], "url": item["url"], "page": None} for item in words["items"]]
            listed = [{"type": "item", "value": item, "id": identity(*key, n)} for n, item in enumerate(items)]
            return {"title": words["title"], "items": listed}
        case "image":
            shown = media.picture(block["picture"])
            said = {"image": shown.pk, "alt_text": shown.alt_in(language), "decorative": False}
            return {"image": said, **words}
        case "file":
            return {"document": media.document(block["document"]).pk, **words}
        case "callout":
            return {"tone": block.get("tone", "info"), **words}
        case "quote":
            return {"language": block.get("language", ""), **words}
        case _:
            return words


def agenda(code, items, language):
    """Raw data of an agenda in one language; what is no word is the same in both."""
    return [
        {
            "type": "item",
            "id": identity(code, "agenda", number),
            "value": {
                **{name: item.get(name) for name in ("topic", "person")},
                "minutes": item["minutes"], "kind": item.get("kind", ""),
                "documents": [attached(file, language, (code, number, place))
                              for place, file in enumerate(item.get("documents", []))],
                **{"lead": "", "description": "", **item[language]},
            },
        }
        for number, item in enumerate(items)
    ]  # fmt: skip


def attached(file, language, key):
    """A document of an item of an agenda, in the list it has."""
    value = {"document": media.document(file["document"]).pk, "title": file[language]}
    return {"type": "item", "id": identity(*key), "value": value}
