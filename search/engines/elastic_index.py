"""How the index of the Elasticsearch engine is made: its fields in French and in English, and a document for it.

Words reach the server as search/analysis.py makes them (elisions, accents and ligatures gone, stems of each language,
without the words all texts have), so that both engines know the same words; the server only parts them at spaces.
"""

import hashlib
import json
from collections import defaultdict

from cms.bilingual.folding import ELIDED, every_word, stem
from search.analysis import STOP, storable
from search.engines.base import FACETS
from search.engines.matching import LANGUAGES

PARTS = ("title", "summary", "body", "names")
SHOWN = PARTS[:3]
WRITTEN = [f"{part}_{code}" for code in LANGUAGES for part in PARTS]
TOLD = [
    name for name in WRITTEN if name.startswith(("title", "summary"))
]  # where beginnings of words are known by heart
BODIES = [name for name in WRITTEN if name.startswith(("body", "names"))]
STEMMED = [f"{part}_{code}" for code in LANGUAGES for part in ("stems", "heads")]
#: What files say. `heard` knows their words as `spoken` knows those of pages: by these alone a document answers less.
FILED = [f"filed_{code}" for code in LANGUAGES]
STEMS_FILED = [f"stems_filed_{code}" for code in LANGUAGES]
LONGEST_BEGINNING = 15  # letters of an unfinished word that count
LONGEST_TITLE = 500  # characters of a title that are compared with a question
LONGEST_WORD = 1_000  # letters; the server refuses terms of 32 KB


def text(**more):
    return {"type": "text", "analyzer": "words", "search_analyzer": "asked", **more}


def told():
    """Words of titles and summaries; their beginnings are known besides, for the word one is typing."""
    return text(copy_to="spoken", fields={"begin": text(analyzer="beginnings", index_options="freqs")})


def schema():
    """The settings and mappings of a new index."""
    analyzers = {
        "words": {"type": "custom", "tokenizer": "whitespace"},
        "beginnings": {"type": "custom", "tokenizer": "whitespace", "filter": ["beginnings"]},
        "asked": {"type": "custom", "tokenizer": "whitespace", "filter": ["one_of"]},
    }
    filters = {
        "beginnings": {"type": "edge_ngram", "min_gram": 3, "max_gram": LONGEST_BEGINNING},
        "one_of": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^|]+)"]},
    }
    fields = {name: told() for name in TOLD} | {name: text(copy_to="spoken") for name in BODIES}
    fields |= {name: text(copy_to="heard") for name in FILED}
    fields |= {name: text() for name in (*STEMMED, *STEMS_FILED)}
    fields |= {name: text(index_options="docs", norms=False) for name in ("spoken", "heard")}
    fields |= {f"called_{code}": {"type": "keyword", "index": False} for code in LANGUAGES}
    fields |= {name: {"type": "keyword"} for name in (*FACETS, "key")}
    fields |= {
        "gate": {"type": "integer"},
        "published_on": {"type": "date", "format": "strict_date"},
        "has_files": {"type": "boolean"},
        "shown": {"type": "object", "enabled": False},
        "files": {"type": "object", "enabled": False},
    }
    return {
        "settings": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "30s",  # each write asks for it itself
            "gc_deletes": "1h",  # what is removed while an index is being filled stays removed
            "analysis": {"analyzer": analyzers, "filter": filters},
            "similarity": {"default": {"type": "BM25", "k1": 2.0, "b": 0.85}},
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["shown", "files"]},
            "properties": fields,
        },
    }


def stamp():
    """What tells an index made by this code from one made by another version of it."""
    return hashlib.sha256(json.dumps(schema(), sort_keys=True).encode()).hexdigest()[:10]


def row(document):
    """A Document as the index takes it."""
    live = [code for code in LANGUAGES if code in document.texts and document.texts[code].is_live]
    fields = {
        "key": document.key, "kind": document.kind, "order": document.order or None, "live": live,
        "jurisdiction": document.jurisdiction or None, "topic": list(document.topics),
        "gate": document.gate, "space": None if document.space is None else str(document.space),
        "published_on": document.published_on or None,
    }  # fmt: skip
    shown = {
        "key": document.key, "kind": document.kind, "gov": document.order, "jurisdiction": document.jurisdiction,
        "live": ",".join(live), "published_on": document.published_on,
        "urls": json.dumps({code: document.texts[code].url for code in live}),
    }  # fmt: skip
    for code in LANGUAGES:
        said = document.texts.get(code)
        plain = {part: storable(getattr(said, part)) if said else "" for part in PARTS}
        told = {part: [word[:LONGEST_WORD] for word in every_word(plain[part])] for part in PARTS}
        heads = stemmed(told["title"], code)
        fields |= {f"{part}_{code}": " ".join(told[part]) for part in PARTS}
        stems = [heads, *(stemmed(told[part], code) for part in PARTS[1:])]
        fields |= {
            f"heads_{code}": heads,
            f"stems_{code}": " ".join(filter(None, stems)),
            f"called_{code}": plain["title"][:LONGEST_TITLE],
        }
        shown |= {f"{part}_{code}": plain[part] for part in SHOWN}
    return fields | {"shown": shown} | row_of_files(document)


def row_of_files(document):
    """What the files of a document say: words by the language they stand for, stems by their own."""
    files = [(side, file) for side, text in document.texts.items() for file in text.files]
    if not files:
        return {}
    words, stems, told = defaultdict(list), defaultdict(list), []
    for side, file in files:
        plain, language = storable(file.words), file.language or side
        said = [word[:LONGEST_WORD] for word in every_word(plain)]
        words[f"filed_{side}"] += said
        stems[f"stems_filed_{language}"].append(stemmed(said, language))
        told.append({"key": file.key, "side": side, "language": file.language, "text": plain})
    return {name: " ".join(said) for name, said in (words | stems).items()} | {"has_files": True, "files": told}


def stemmed(told, language):
    return " ".join(stem(word, language) for word in told if word not in STOP and word not in ELIDED)
