"""The agenda."""

OPENS: dict[str, set[str]] = {}
ACTS: dict[str, set[str]] = {}
LEADS_ON: dict[str, set[str]] = {}
PK: dict[str, str] = {}
