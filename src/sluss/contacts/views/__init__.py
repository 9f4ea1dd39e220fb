"""Pages of collecting: each parses, calls, renders."""
