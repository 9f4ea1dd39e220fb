"""Collecting."""

from tests.matrix.roles import COORDINATOR, INSIDE, ORGANISATION

OPENS: dict[str, set[str]] = {
    "contacts:index": {"reporter", "lead", "coordinator", "board", "auditor"},
    "contacts:round_new": COORDINATOR,
    "contacts:board": {"coordinator", "board", "auditor"},
    "contacts:return": ORGANISATION,
    "contacts:contact_new": ORGANISATION,
    "contacts:figures": ORGANISATION,
    "contacts:figures_pdf": ORGANISATION,
    "contacts:review": COORDINATOR,
    "contacts:ask": COORDINATOR,
    "contacts:reopen": COORDINATOR,
    "contacts:excuse": COORDINATOR,
    "contacts:contact": ORGANISATION,
    "contacts:contact_remove": ORGANISATION,
    "contacts:contact_step": ORGANISATION,
    "contacts:import": ORGANISATION,
    "contacts:template": ORGANISATION,
    "contacts:xlsform": ORGANISATION,
    "contacts:export": ORGANISATION,
    "contacts:import_look": ORGANISATION,
    "contacts:dictionary": INSIDE,
    "contacts:dictionary_file": INSIDE,
}
ACTS: dict[str, set[str]] = {
    "contacts:remind": COORDINATOR,
    "contacts:group_case_new": COORDINATOR,
    "contacts:submit": ORGANISATION,
    "contacts:submit_nil": ORGANISATION,
    "contacts:take_back": ORGANISATION,
    "contacts:snooze": ORGANISATION,
    "contacts:accept": COORDINATOR,
    "contacts:expect_again": COORDINATOR,
    "contacts:answer": set(),  # the question in this world is Hamnen's
    "contacts:close_query": COORDINATOR,
    "contacts:contact_restore": ORGANISATION,
    "contacts:import_discard": ORGANISATION,
    "contacts:import_take_back": ORGANISATION,
}
#: the list in this world speaks the codebook's own words
LEADS_ON: dict[str, set[str]] = {
    "contacts:import_columns": ORGANISATION,
    "contacts:import_words": ORGANISATION,
}
PK: dict[str, str] = {}
