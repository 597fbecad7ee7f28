"""Tasks run at once in tests. Wagtail's own indexes are kept only for the modules that look into them.

They cost a fifth of every page a test writes. A module marked `indexed` has them, and so has all of tests/contract:
what must not be found there has to be in the index to begin with.
"""

from contextlib import contextmanager

from django_tasks.backends.immediate import ImmediateBackend

#: What is found in the admin, and what is used where.
INDEXES = {"modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"}
_kept = []


class Backend(ImmediateBackend):
    def enqueue(self, task, args, kwargs):
        if not _kept and task.module_path in INDEXES:
            return None
        return super().enqueue(task, args, kwargs)


@contextmanager
def indexes_kept():
    _kept.append(True)
    try:
        yield
    finally:
        _kept.pop()
