"""A program of a bounded child that tells its bounds."""

import resource


def work(order, content, send):
    send("isi", content)
    return {
        "detik": resource.getrlimit(resource.RLIMIT_CPU)[0],
        "memori": resource.getrlimit(resource.RLIMIT_AS),
        "inti": resource.getrlimit(resource.RLIMIT_CORE),
    }
