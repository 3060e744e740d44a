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
    "evaluations.tasks.draw_next": {"queue": "pictures"},
    "evaluations.tasks.redact_next": {"queue": "redaction"},
}

CELERY_BEAT_SCHEDULE = {
    "heartbeat": {
        "task": "pekppp.heartbeat.beat",
        "schedule": 15.0,
        "options": {"expires": 30},
    },
    # The database is the truth, the broker a wake-up call: these find what no wake-up reached.
    "sweep-evaluations": {
        "task": "evaluations.tasks.sweep",
        "schedule": 20.0,
        "options": {"expires": 20},
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
