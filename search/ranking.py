"""How near a title is to what was asked: what an index, which counts words one by one, does not see."""

from math import log

from cms.bilingual.folding import words
from search.analysis import STOP

WHOLE, PART = 1.3, 0.1  # what a title that is the question weighs, and one that has its words
OTHER = 0.3  # of a title in the language one does not read the site in
LEAST, STEEP = 0.1, 3  # how much of a question counts, where any of its words is enough


def nearness(question, spelled, titles, language):
    """From 0 (nothing of it) to 1.4 (the question itself): the best of the titles, {language: title}."""
    found = 0.0
    for code, title in titles.items():
        if said := words(title):
            found = max(found, (1 if code == language else OTHER) * of_title(question, spelled, said))
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


def coverage(ids, claims, total):
    """{id: weight} by how much of a question a document has, rare words counting more.

    `claims` are (words of the question, how many of `total` documents answer for them, the ids of those that do): what
    a term is called besides answers for all its words.
    """
    weights, met = {}, {key: set() for key in ids}
    for said, count, rows in claims:
        for word in said if count else ():
            weights[word] = max(weights.get(word, 0), log(1 + total / count))
        for key in met.keys() & rows:
            met[key].update(said)
    every = sum(weights.values()) or 1
    return {key: (LEAST + sum(weights[word] for word in found) / every) ** STEEP for key, found in met.items()}
