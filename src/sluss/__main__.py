"""`sluss`: Django's commands, with Sluss's settings."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluss.config.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["sluss", *sys.argv[1:]])
    except KeyboardInterrupt:
        sys.exit(130)  # whoever pressed Ctrl-C needs no traceback


if __name__ == "__main__":
    main()
