"""Pages of meetings: each parses, calls, renders."""
