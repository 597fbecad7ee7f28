"""How near a title is to what was asked: what an index, which counts words one by one, does not see."""

from math import log

from cms.bilingual.folding import stem, words
from search.analysis import STOP

WHOLE, PART = 1.3, 0.1  # what a title that is the question weighs, and one that has its words
TERM = 0.5  # what it weighs that a title has a term of the question, under any of its names
OTHER = 0.3  # of a title in the language one does not read the site in
ABOUT = 1.6  # a word of a term says more of what a question is about
LEAST, STEEP = 0.1, 3  # how much of a question counts, where any of its words is enough


def nearness(question, spelled, titles, language, synonyms=()):
    """From 0 (nothing of it) to 1.9 (the question itself): the best of the titles, {language: title}."""
    found = 0.0
    for code, title in titles.items():
        if said := words(title):
            near = of_title(question, spelled, said) + TERM * named(question, synonyms, said, code)
            found = max(found, (1 if code == language else OTHER) * near)
    return found


def of_title(question, spelled, title):
    """The same of one title, as its words in order."""
    telling = [word for word in title if word not in STOP] or title
    asked = question.words or tuple(word for phrase in question.phrases for word in phrase)
    first = [spelled.get(word, (word,))[0] for word in asked]
    is_whole = [spelled.get(word, (word,))[0] for word in question.title] == title or first == telling
    met = sum(
        any(other in telling for other in spelled.get(word, (word,)))
        or (word == question.unfinished and any(other.startswith(word) for other in telling))
        for word in asked
    )
    return WHOLE * is_whole + PART * met / len(asked)


def named(question, synonyms, title, code):
    """The part of a question whose terms a title has, as they are typed or by another name of its language."""
    if not synonyms:
        return 0.0
    likes, met = [stem(word, code) for word in title if word not in STOP], set()
    for synonym in synonyms:
        rows = [synonym.words] + [name for language, name in synonym.others if language == code]
        if any(stands_in([stem(word, code) for word in row if word not in STOP], likes) for row in rows):
            met.update(synonym.words)
    return len(met & set(question.words)) / max(len(question.words), 1)


def stands_in(row, likes):
    return bool(row) and any(likes[at : at + len(row)] == row for at in range(len(likes) - len(row) + 1))


def coverage(ids, claims, total):
    """{id: weight} by how much of a question a document has, rare words counting more.

    `claims` are (words of the question, how many of `total` documents answer for them, the ids of those that do): what
    a term is called besides answers for all its words.
    """
    weights, met = {}, {key: set() for key in ids}
    terms = {word for said, count, _rows in claims if count and len(said) > 1 for word in said}
    for said, count, rows in claims:
        if len(said) == 1 and terms.issuperset(said):
            continue  # «temps» alone is little of «temps d’attente», where a document has that
        for word in said if count else ():
            weight = log(1 + total / count) * (ABOUT if len(said) > 1 else 1)
            weights[word] = max(weights.get(word, 0), weight)
        for key in met.keys() & rows:
            met[key].update(said)
    every = sum(weights.values()) or 1
    return {key: (LEAST + sum(weights[word] for word in found) / every) ** STEEP for key, found in met.items()}
