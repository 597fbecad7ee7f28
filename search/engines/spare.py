"""An engine with another kept beside it, which answers while the first does not.

What is written goes to both: to the spare one first, so that it has what the first will take only when it is back.
"""

import logging
import time

from search.engines.base import EngineUnavailable

log = logging.getLogger(__name__)
REST = 5  # seconds during which an engine that did not answer is not asked again: each try costs its patience
BATCH = 200


class WithSpare:
    """See search/engines/base.py for what each method promises."""

    def __init__(self, first, spare):
        self.first, self.spare = first, spare
        self._asked_again_at = 0.0

    def index(self, documents):
        documents = list(documents)
        self.spare.index(documents)
        return self.first.index(documents)

    def delete(self, keys):
        keys = list(keys)
        self.spare.delete(keys)
        self.first.delete(keys)

    def rebuild(self, documents):
        """The spare index follows in batches, to the end also when the first takes none."""
        self.spare.mend()
        both = self._for_both(documents)
        try:
            return self.first.rebuild(both)
        except EngineUnavailable:
            for _document in both:  # those the first did not come to
                pass
            raise

    def _for_both(self, documents):
        """The documents, kept on their way; once all are read, and only then, those that are no more go."""
        strays, batch = self.spare.keys(), []
        for document in documents:
            batch.append(document)
            if len(batch) == BATCH:
                self.spare.index(batch)
                batch = []
            strays.discard(document.key)
            yield document
        self.spare.index(batch)
        self.spare.delete(strays)
        self.spare.is_whole()

    def search(self, request):
        if time.monotonic() >= self._asked_again_at:
            try:
                return self.first.search(request)
            except EngineUnavailable:
                self._asked_again_at = time.monotonic() + REST
                log.exception("the search engine does not answer; the spare index does")
        if not self.spare.health()["documents"]:
            raise EngineUnavailable("The search engine does not answer, and the spare index is empty.")
        result = self.spare.search(request)
        result.is_spare = True
        return result

    def keys(self):
        return self.first.keys()

    def health(self):
        return {**self.first.health(), "spare": self.spare.health()["documents"]}

    def mend(self):
        self.first.mend()
        self.spare.mend()

    def remove(self):
        self.first.remove()
        self.spare.remove()

    def close(self):
        self.first.close()
        self.spare.close()
