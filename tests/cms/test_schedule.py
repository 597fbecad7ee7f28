"""What is due is enqueued once, whoever asks."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import update_reference_index_task

from cms import schedule
from cms.models import ScheduledJob
from spaces.tasks import write_letter

pytestmark = pytest.mark.django_db
CLEAR, DRAIN = "cms.tasks.clear_sessions", "search.tasks.drain_outbox"
NOW = timezone.now()


@pytest.fixture
def two_jobs(settings):
    settings.SCHEDULE = {CLEAR: 60, DRAIN: 1}


def due(name):
    return ScheduledJob.objects.get(name=name).due_at


@pytest.mark.database
@pytest.mark.parametrize("name", settings.SCHEDULE)
def test_every_line_of_the_schedule_names_a_task_that_may_run_twice(name, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    task = import_string(name)
    assert isinstance(task, Task)
    task.call()
    task.call()


def test_every_interval_is_a_number_of_minutes():
    assert all(isinstance(minutes, int) and minutes >= 1 for minutes in settings.SCHEDULE.values())


def test_a_new_job_is_due_at_once_and_then_after_its_minutes(two_jobs):
    assert schedule.enqueue_due(now=NOW) == [CLEAR, DRAIN]
    assert (due(CLEAR), due(DRAIN)) == (NOW + timedelta(minutes=60), NOW + timedelta(minutes=1))


def test_a_job_not_yet_due_waits(two_jobs):
    schedule.enqueue_due(now=NOW)
    assert schedule.enqueue_due(now=NOW + timedelta(seconds=59)) == []
    assert schedule.enqueue_due(now=NOW + timedelta(minutes=1)) == [DRAIN]
    assert schedule.enqueue_due(now=NOW + timedelta(minutes=60)) == [CLEAR, DRAIN]


def test_a_site_that_slept_runs_each_job_once(two_jobs):
    schedule.enqueue_due(now=NOW)
    assert schedule.enqueue_due(now=NOW + timedelta(days=3)) == [CLEAR, DRAIN]
    assert schedule.enqueue_due(now=NOW + timedelta(days=3)) == []


def test_two_runs_at_once_enqueue_a_job_once(settings):
    """Both read the row as due; the other one claims it just before this one does."""
    settings.SCHEDULE = {DRAIN: 1}
    ScheduledJob.objects.create(name=DRAIN, due_at=NOW)
    other = []

    def the_other_is_quicker(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and not other:
            other.append([])
            other[0] = schedule.enqueue_due(now=NOW)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(the_other_is_quicker):
        assert schedule.enqueue_due(now=NOW) == []
    assert other == [[DRAIN]]


@pytest.mark.database
def test_tick_enqueues_what_is_due_and_says_so_when_asked(two_jobs, capsys):
    call_command("tick", verbosity=2)
    call_command("tick", verbosity=2)
    assert capsys.readouterr().out == f"enqueued {CLEAR}, {DRAIN}\n"
    assert ScheduledJob.objects.count() == 2


@pytest.mark.database
def test_what_somebody_waits_for_comes_before_the_indexes_of_wagtail(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _number in range(3):
        update_reference_index_task.enqueue("cms", "user", "1")
    write_letter.enqueue("welcome", [1, 1])
    assert DBTaskResult.objects.ready().first().task_path == "spaces.tasks.write_letter"
