#!/usr/bin/env python
"""Run administrative tasks; the embedded database is started when a command needs one."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")
    from django.core.management import execute_from_command_line

    from pekppp.running.embedded import ensure_for_command
    from pekppp.running.other_versions import require_known_for_command

    try:
        if ensure_for_command(sys.argv):
            require_known_for_command(sys.argv[1])
        execute_from_command_line(sys.argv)
    except Exception as error:
        from pekppp.running.one_line import words_for

        words = words_for(error)
        if words is None or "--traceback" in sys.argv:
            raise
        sys.exit(words)


if __name__ == "__main__":
    main()
