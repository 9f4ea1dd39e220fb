"""The port to be served at, looked at before any work: taken or not, and which other one is free."""

import argparse
import errno
import socket

from django.core.management.base import CommandError

HERE = "127.0.0.1"
#: how many ports after a taken one are tried
TRIED = 100
#: ports below are for the administrator only
OPEN_TO_ALL = 1024


def port(given: str) -> int:
    """A port as it is given on the command line."""
    if not (given.isdecimal() and 0 < int(given) < 65536):
        raise argparse.ArgumentTypeError(f"{given} isn't a port; choose a number from 1 to 65535")
    return int(given)


def must_be_free(host: str, wanted: int, advice: str) -> None:
    """Say so where nobody can be served at the port.

    Args:
        advice: how another port is chosen, "make run PORT={}".

    Raises:
        CommandError: what is wrong, and a port that is free.
    """
    trouble = _trouble(host, wanted)
    if trouble is None:
        return
    if trouble.errno == errno.EADDRINUSE:
        said = f"Port {wanted} is taken by another program."
    elif trouble.errno == errno.EACCES:
        said = f"Port {wanted} is for the administrator of this machine only."
    else:
        raise CommandError(f"Sluss can't listen at {host}, port {wanted}: {trouble.strerror}.")
    other = _free_after(host, wanted)
    raise CommandError(f"{said} {other} is free: {advice.format(other)}" if other else said)


def _free_after(host: str, wanted: int) -> int | None:
    first = max(wanted + 1, OPEN_TO_ALL)
    tried = range(first, min(first + TRIED, 65536))
    return next((other for other in tried if _trouble(host, other) is None), None)


def _trouble(host: str, wanted: int) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as trouble:
            return trouble
    return None
