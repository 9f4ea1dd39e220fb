"""The frozen rows of a release: one immutable Parquet file and a manifest beside it.

A snapshot is written once, made read-only, and named by what is in it. Whoever reads it checks its hash
first: a changed file is refused, never counted.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sluss.statistics.models import Release
from sluss.trust.refusals import Refused
from veil.codebook import Codebook

#: columns beside the codebook's own: who reported the person (a pseudonym), the group case, the quarter
ORGANISATION, GROUP_CASE, QUARTER = "organisation", "group_case", "quarter"
YES, NO = "yes", "no"


class SnapshotChanged(Refused):
    """The frozen rows are gone or no longer what was frozen."""

    default = _(
        "The frozen figures of this release are no longer what was frozen. Nothing is counted from them. "
        "Restore the file from the backup, or freeze the round again."
    )


class ReplacedSnapshotChanged(SnapshotChanged):
    """Those of the version that a release replaces: without them nobody knows what comparing the two tells."""

    default = _(
        "The frozen figures of the version that this one replaces are no longer what was frozen, so it can’t be "
        "told what a reader who compares the two would see. Restore the file from the backup."
    )


@dataclass(frozen=True)
class Snapshot:
    """Where the rows lie, relative to MEDIA_ROOT, and their SHA-256 in hexadecimal."""

    path: str
    sha256: str


def as_table(rows: Sequence[Mapping[str, Any]], book: Codebook) -> pa.Table:
    """Rows -> one Arrow table, a column per variable, in an order that says nothing about who came when."""
    fields = [pa.field(name, pa.list_(pa.string()) if many else pa.string()) for name, many in _columns(book)]
    fields += [pa.field(name, pa.int64()) for name in _whole_numbers(book)]
    schema = pa.schema(fields)
    plain = [{name: _plain(row.get(name), schema.field(name).type) for name in schema.names} for row in rows]
    plain.sort(key=lambda row: json.dumps(row, sort_keys=True))
    return pa.Table.from_pylist(plain, schema=schema)


def _columns(book: Codebook) -> list[tuple[str, bool]]:
    own = [(ORGANISATION, False), (GROUP_CASE, False), (QUARTER, False)]
    asked = [
        (variable.code, variable.kind == "many")
        for variable in (*book.variables.values(), *book.derived.values())
        if variable.kind != "integer"
    ]
    return own + asked


def _whole_numbers(book: Codebook) -> list[str]:
    return [variable.code for variable in book.variables.values() if variable.kind == "integer"]


def _plain(value: Any, kind: pa.DataType) -> Any:
    """A number that isn't known is answered with a reserved code; a column of numbers leaves it empty."""
    if pa.types.is_int64(kind):
        return value if isinstance(value, int) else None
    if pa.types.is_list(kind):
        return sorted(value) if value else []
    return value


def write(folder: str, rows: pa.Table, manifest: Mapping[str, Any]) -> Snapshot:
    """Write rows and manifest under MEDIA_ROOT, read-only. The same rows give the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    sha256 = hashlib.sha256(content).hexdigest()
    place = Path(settings.MEDIA_ROOT) / folder / sha256[:16]
    place.mkdir(parents=True, exist_ok=True)
    _write_once(place / "rows.parquet", content)
    whole = {**manifest, "rows": {"file": "rows.parquet", "count": rows.num_rows, "sha256": sha256}}
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    _write_once(place / "manifest.json", text.encode())
    return Snapshot(str((place / "rows.parquet").relative_to(settings.MEDIA_ROOT)), sha256)


def _write_once(path: Path, content: bytes) -> None:
    """Whole or not at all: written beside and moved into place, then closed for writing."""
    fresh = path.with_suffix(f".{os.getpid()}.part")
    fresh.write_bytes(content)
    fresh.chmod(0o444)
    fresh.replace(path)


def read(release: Release) -> pa.Table:
    """The release's rows.

    Raises:
        SnapshotChanged: the file is gone, or its hash isn't the one kept when it was frozen.
    """
    try:
        content = (Path(settings.MEDIA_ROOT) / release.rows_path).read_bytes()
    except OSError as error:
        raise SnapshotChanged from error
    if hashlib.sha256(content).hexdigest() != release.rows_sha256:
        raise SnapshotChanged
    return pq.read_table(pa.BufferReader(content))
