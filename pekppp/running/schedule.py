"""Which tasks have a worker process of their own, and which are called by the clock."""

# Long renders have a worker process of their own, or they would starve the sweep.
CELERY_TASK_ROUTES = {
    "reports.tasks.render_next": {"queue": "documents"},
    "reports.tasks.print_next": {"queue": "documents"},
    "reports.tasks.pack_next": {"queue": "documents"},
    "reports.tasks.annex_next": {"queue": "documents"},
    "reports.tasks.keep_pages": {"queue": "documents"},
    "evaluations.tasks.publish_next": {"queue": "documents"},
    "evaluations.tasks.take_back_next": {"queue": "documents"},
    "evaluations.tasks.recompute_next": {"queue": "documents"},
    "evaluations.tasks.errata_next": {"queue": "documents"},
    "pekppp.accounts.tasks.import_next": {"queue": "documents"},
    "evaluations.tasks.draw_next": {"queue": "pictures"},
    "evaluations.tasks.redact_next": {"queue": "redaction"},
}
# The queues of messages, the quick one first; each has workers of its own, or shares them.
WORKER_QUEUES = list(
    dict.fromkeys(["celery", *(route["queue"] for route in CELERY_TASK_ROUTES.values())])
)

CELERY_BEAT_SCHEDULE = {
    **{
        f"heartbeat-{queue}": {
            "task": "pekppp.running.heartbeat.beat",
            "schedule": 15.0,
            "kwargs": {"queue": queue},
            "options": {"expires": 30, "queue": queue},
        }
        for queue in WORKER_QUEUES
    },
    # The database is the truth, the broker a wake-up call: these find what no wake-up reached.
    "sweep-evaluations": {
        "task": "evaluations.tasks.sweep",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    # What is due is a matter of days; asked again, it tells nobody twice.
    "remind": {
        "task": "evaluations.tasks.remind",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "remind-signers": {
        "task": "reports.tasks.remind",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "sweep-reports": {
        "task": "reports.tasks.sweep",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "sweep-notices": {
        "task": "pekppp.accounts.tasks.sweep",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
}
