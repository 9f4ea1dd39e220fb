"""A sign of life while long work runs: seconds that count up, for somebody who sits before a terminal."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def seconds_counted(write: Callable[[str], None], doing: str = "") -> Iterator[None]:
    """Show what is done and the seconds at the end of the line, and take them away again after the work."""
    done = threading.Event()
    begun = time.monotonic()

    def count() -> None:
        shown = ""
        while not done.wait(1):
            now = f"{doing} ... {time.monotonic() - begun:.0f} s"
            write("\b" * len(shown) + now)
            shown = now
        write("\b" * len(shown) + " " * len(shown) + "\b" * len(shown))

    counting = threading.Thread(target=count, name="seconds", daemon=True)
    counting.start()
    try:
        yield
    finally:
        done.set()
        counting.join()
