"""Choose which cells are hidden, so that none can be inferred and as much as possible is still said."""

from veil.protect.suppress import Protection, protect

__all__ = ["Protection", "protect"]
