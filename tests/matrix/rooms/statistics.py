"""Releases and perspectives."""

from tests.matrix.roles import COORDINATOR, EVERYBODY

OPENS: dict[str, set[str]] = {
    "statistics:index": EVERYBODY,
    "statistics:catalogue": EVERYBODY,
    "statistics:release": EVERYBODY,
    "statistics:file": EVERYBODY,
    "statistics:table": EVERYBODY,
    "statistics:table_file": EVERYBODY,
    "statistics:work": COORDINATOR,
    "statistics:freeze": COORDINATOR,
    "statistics:work_release": COORDINATOR,
    "statistics:work_progress": COORDINATOR,
    "statistics:work_codes": COORDINATOR,
    "statistics:work_note": COORDINATOR,
    "statistics:work_publish": COORDINATOR,
    "statistics:perspective_new": COORDINATOR,
    "statistics:perspective": COORDINATOR,
    "statistics:earlier_totals": COORDINATOR,
    "statistics:earlier_total": COORDINATOR,
}
ACTS: dict[str, set[str]] = {
    "statistics:work_check": COORDINATOR,
    "statistics:work_stop": COORDINATOR,
    "statistics:perspective_preview": COORDINATOR,
    "statistics:perspective_retire": COORDINATOR,
    "statistics:earlier_total_remove": COORDINATOR,
}
LEADS_ON: dict[str, set[str]] = {}
PK: dict[str, str] = {
    "statistics:perspective": "perspective",
    "statistics:perspective_retire": "perspective",
    "statistics:earlier_total": "earlier",
    "statistics:earlier_total_remove": "earlier",
}
