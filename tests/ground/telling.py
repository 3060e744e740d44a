"""A program of a bounded child that tells its bounds, and whether ours can be imported there."""

import importlib.util
import resource


def work(order, content, send):
    send("isi", content)
    return {
        "detik": resource.getrlimit(resource.RLIMIT_CPU)[0],
        "memori": resource.getrlimit(resource.RLIMIT_AS),
        "inti": resource.getrlimit(resource.RLIMIT_CORE),
        "django": importlib.util.find_spec("pekppp") is not None,
    }
