"""What has some of the words of a question, shown after the few that have them all."""

from dataclasses import replace

from search import questions

ENOUGH, MOST = 5, 10  # answers from which nothing else is looked for; those shown at most, with the others


def nearly(engine, request, result):
    """Hits that follow the page of a result, none when it has enough or the question has one word."""
    is_first = request.page == 1 and not request.by_date and not result.loosened
    if not is_first or not 0 < result.total < ENOUGH or len(questions.read(request.text).words) < 2:
        return []
    more = engine.search(replace(request, is_loose=True, size=MOST))
    known = {hit.key for hit in result.hits}
    return [hit for hit in more.hits if hit.key not in known][: MOST - result.total]
