#!/usr/bin/env python
"""Run administrative tasks; the embedded database is started when a command needs one."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")
    from django.core.management import execute_from_command_line

    from pekppp.embedded import ensure_for_command

    ensure_for_command(sys.argv)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
