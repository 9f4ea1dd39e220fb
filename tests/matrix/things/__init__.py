"""What each room puts into the small world in which every address has something to show: `make(world)` of each file."""

import importlib
import pkgutil
from typing import Any


def make_all(world: Any) -> None:
    """Let every room add its things, in the order of the rooms' names."""
    for room in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{room.name}").make(world)
