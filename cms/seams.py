"""The seams by which a lower layer calls a higher one, by name (docs/decisions/0003). They are settings."""

SCHEDULE = {  # dotted path of a task -> minutes between two runs
    "cms.tasks.publish_scheduled": 1,
    "search.tasks.drain_outbox": 1,
    "search.tasks.build_missing_index": 1,
    "search.tasks.tell_of_searches": 5,
    "search.tasks.read_files": 10,
    "spaces.tasks.send_due_digests": 1,
    "spaces.tasks.look_after_meetings": 10,
    "spaces.tasks.settle_roles": 60,
    "spaces.tasks.look_after_spaces": 1440,
    "spaces.tasks.chase_exceptions": 1440,
    "spaces.tasks.remind_of_actions": 1440,
    "spaces.tasks.prune_mails": 1440,
    "spaces.tasks.drop_gone_follows": 1440,
    "search.tasks.prune_insights": 1440,
    "cms.tasks.clear_sessions": 1440,
    "cms.tasks.prune_task_results": 1440,
    "cms.tasks.clear_leftovers": 1440,
}
DIGEST_SECTIONS = ["search.alerts"]  # modules that add to digests what spaces do not know of
HEALTH = {  # name in /healthz -> dotted path of what answers for it
    "spaces": "spaces.services.provision.health",
    "translations": "cms.bilingual.intake.health",
    "search": "search.outbox.health",
}
BILINGUAL_POLICY = "spaces.access.may_translate"
FILE_POLICY = "spaces.access.may_open"
FILE_REMARKS = "search.unread.remarks"
GATE_LETTERS = "spaces.services.letters_on_gate.tell"
REFERENCE_POLICY = "spaces.access.may_refer"
