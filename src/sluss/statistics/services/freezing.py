"""Freezing: accepted returns become the immutable rows of a release."""

import json
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from sluss.contacts.codebook import book_of
from sluss.contacts.models import RETURN_STATES, Contact, Return, ReturnState, Round
from sluss.contacts.selectors import accepted_contacts, accepted_returns
from sluss.statistics import rules, snapshots
from sluss.statistics.models import Release
from sluss.statistics.services.perspectives import ensure_standard_perspectives
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave
from veil.codebook import Codebook

COUNTING_RULE = "persons by role, once a round in each organisation; only those who may be counted"


class NothingToFreeze(Refused):
    default = _("No return has been accepted yet. Accept at least one before you freeze the round.")


class NothingNew(Refused):
    default = _("Nothing has changed since the round was last frozen.")


def freeze(actor: Actor, round_: Round) -> Release:
    """Freeze the round's accepted returns into a release, and lock them.

    A round frozen before gets a new version that restates the earlier one; the earlier one stays as it was.

    Raises:
        NotAllowed: only the coordinator freezes.
        NothingToFreeze: no return is accepted.
        NothingNew: an earlier version holds exactly the same.
    """
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    with transaction.atomic():
        returns = list(accepted_returns(actor, round_).select_for_update().order_by("pk"))
        if not returns:
            raise NothingToFreeze
        rows = frozen_rows(actor, round_)
        before = round_.releases.order_by("-version").first()
        version = before.version + 1 if before else 1
        manifest = _manifest(round_, version, returns, rows, before)
        if before and _same(before, manifest):
            raise NothingNew
        snapshot = snapshots.write(f"releases/{round_.pk}-{version}", rows, manifest)
        release = _store(actor, round_, version, before, manifest, snapshot)
        for accepted in returns:
            if accepted.state == ReturnState.ACCEPTED:
                RETURN_STATES.move(actor, accepted, "lock")
                accepted.save(update_fields=["state"])
        ensure_standard_perspectives()
        leave(actor, "freeze", release, detail={"version": version, "returns": len(returns)})
    return release


def _store(
    actor: Actor,
    round_: Round,
    version: int,
    before: Release | None,
    manifest: dict[str, Any],
    snapshot: snapshots.Snapshot,
) -> Release:
    earlier = {} if before is None else _kept_choices(before)
    return Release.objects.create(
        round=round_,
        version=version,
        restates=before,
        codebook_version=round_.codebook_version,
        organisations_reporting=manifest["organisations"]["reporting"],
        organisations_expected=manifest["organisations"]["expected"],
        persons=manifest["counts"][rules.Measure.PERSONS],
        rows_path=snapshot.path,
        rows_sha256=snapshot.sha256,
        manifest=manifest,
        frozen_by_id=actor.person_id,
        **earlier,
    )


def _kept_choices(before: Release) -> dict[str, Any]:
    """What the coordinator has chosen for the version before holds for the new one until chosen anew."""
    return {
        "threshold": before.threshold,
        "guard_organisations": before.guard_organisations,
        "levels": before.levels,
        "note": before.note,
    }


def _same(before: Release, manifest: dict[str, Any]) -> bool:
    return before.manifest["organisations"] == manifest["organisations"] and manifest["changed_rows"] == 0


def frozen_rows(actor: Actor, round_: Round) -> pa.Table:
    """Those in accepted returns who may be counted, a row each, with nothing that tells who anybody is."""
    codebook = book_of(round_.codebook_version)
    contacts = accepted_contacts(actor, round_)
    return snapshots.as_table([_row(codebook, round_, contact) for contact in contacts], codebook)


def _row(codebook: Codebook, round_: Round, contact: Contact) -> dict[str, Any]:
    month = contact.answers.get("first_contact")
    return {
        **codebook.row(contact.answers, role=contact.role, on=round_.period_end),
        snapshots.ORGANISATION: contributor_code(round_, contact.of_return.organisation_id),
        snapshots.GROUP_CASE: snapshots.YES if contact.group_case_id else snapshots.NO,
        snapshots.QUARTER: rules.quarter_of(
            month, f"{round_.period_start:%Y-%m}", f"{round_.period_end:%Y-%m}"
        ),
    }


def contributor_code(round_: Round, organisation_id: int) -> str:
    """A pseudonym of the organisation, the same in every version of the round, of another round another."""
    return salted_hmac("sluss.statistics.contributor", f"{round_.pk}:{organisation_id}").hexdigest()[:12]


def _manifest(
    round_: Round, version: int, returns: list[Return], rows: pa.Table, before: Release | None
) -> dict[str, Any]:
    """What was frozen, told without naming anybody."""
    roles = rows["role"].to_pylist()
    owed = Return.objects.filter(round=round_)
    organisations: dict[str, int] = {
        contributor_code(round_, accepted.organisation_id): 0 for accepted in returns
    }
    for code in rows[snapshots.ORGANISATION].to_pylist():
        organisations[code] += 1
    return {
        "format": "sluss-release-1",
        "round": round_.name,
        "version": version,
        "restates": before.version if before else None,
        "period": [round_.period_start.isoformat(), round_.period_end.isoformat()],
        "codebook": round_.codebook_version,
        "counting_rule": COUNTING_RULE,
        "counts": {str(measure): number for measure, number in rules.count(roles).items()},
        "group_case": _in_group_case(rows),
        "known_elsewhere": _known_elsewhere(rows),
        "changed_rows": _changed_since(before, rows),
        "left_out": Contact.objects.filter(of_return__in=returns, may_be_counted=False).count(),
        "organisations": {
            "expected": owed.count(),
            "reporting": len(returns),
            "nil": sum(accepted.nil for accepted in returns),
            "excused": owed.filter(state=ReturnState.EXCUSED).count(),
            "rows": organisations,
        },
    }


def _changed_since(before: Release | None, rows: pa.Table) -> int | None:
    """How many rows the version before has lost and got; None for the first version."""
    if before is None:
        return None
    try:
        old = snapshots.read(before)
    except snapshots.SnapshotChanged:
        return None  # it can't be told any more; freezing anew is how such a round is mended
    plain = (json.dumps(row, sort_keys=True) for row in old.to_pylist())
    return sum(rules.moved(plain, (json.dumps(row, sort_keys=True) for row in rows.to_pylist())))


def _persons(rows: pa.Table, column: str, code: str) -> int:
    met = rules.ROLES_OF[rules.Measure.PERSONS]
    return sum(
        answer == code and role in met
        for answer, role in zip(rows[column].to_pylist(), rows["role"].to_pylist(), strict=True)
    )


def _in_group_case(rows: pa.Table) -> int:
    return _persons(rows, snapshots.GROUP_CASE, snapshots.YES)


def _known_elsewhere(rows: pa.Table) -> int:
    return _persons(rows, "known_elsewhere", "yes")
