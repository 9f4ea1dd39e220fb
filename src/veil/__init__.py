"""veil: figures that betray nobody."""
