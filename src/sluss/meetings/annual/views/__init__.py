"""Pages of the annual meeting: each parses, calls, renders."""
