"""Rows of persons as people hand them over, made into columns of codes: numbers and truths become text."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veil.errors import BadInput

MANY = (list, tuple, set, frozenset, np.ndarray)
"""What holds several answers of a person."""


def code_of(value: Any) -> str | None:
    """A value as a code; None where there is none. Who writes missing numbers as NaN means no answer."""
    if isinstance(value, str):
        return value
    return None if value is None or value != value else str(value)


def held(rows: pa.Table | Iterable[Mapping[str, Any]]) -> pa.Table | Sequence[Mapping[str, Any]]:
    """Rows that can be read more than once: an Arrow table, or a sequence of mappings.

    Args:
        rows: mappings, or a table in Arrow's sense, such as a DataFrame of pandas or polars.

    Raises:
        BadInput: they can't be read, or have been read already by somebody else.
    """
    if isinstance(rows, pa.Table):
        return rows
    once = isinstance(rows, Iterator)
    if hasattr(rows, "__arrow_c_stream__"):
        try:
            rows = pa.table(rows)
        except (pa.ArrowException, OSError) as error:
            raise BadInput(f"the rows can't be read as a table: {error}") from error
    elif not isinstance(rows, Sequence):
        rows = list(rows)
    if once and not len(rows):  # otherwise the second table that is counted would be of nobody
        raise BadInput("no row is left to read; give a list, which can be read more than once")
    return rows


def as_table(
    rows: pa.Table | Iterable[Mapping[str, Any]], columns: Sequence[str], several: Container[str]
) -> pa.Table:
    """These columns in codes: text, and lists of text where a person may have several answers.

    Args:
        several: the columns with several answers. Who has none there hasn't answered.

    Raises:
        BadInput: a column is missing, or holds something else than codes.
    """
    given = held(rows)
    if not columns:  # the grand total only: persons without properties, who still must be counted
        return pa.table({"": pa.nulls(len(given))})
    if isinstance(given, pa.Table):
        return _of_table(given, columns, several)
    return _of_mappings(given, columns, several)


def _lacking(name: str, there: Iterable[str]) -> NoReturn:
    raise BadInput(f"the rows have no column {name}; there are {', '.join(there)}")


# --- mappings ---------------------------------------------------------------------------------------------


def _of_mappings(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], several: Container[str]
) -> pa.Table:
    if rows and not isinstance(rows[0], Mapping):
        raise BadInput('row 1: it is no row of columns and codes, as {"sex": "K"}')
    for name in columns:
        if rows and not any(name in row for row in rows):
            _lacking(name, dict.fromkeys(key for row in rows for key in row))
    made = {}
    for name in columns:
        values = [row.get(name) for row in rows]
        made[name] = _answers(name, values) if name in several else _codes(name, values)
    return pa.table(made)


def _codes(name: str, values: Sequence[Any]) -> pa.Array:
    codes = []
    for number, value in enumerate(values, start=1):
        if isinstance(value, MANY):
            raise BadInput(f"row {number}: {_unexpected_list(name)}")
        if isinstance(value, Mapping):
            raise BadInput(f"row {number}: {_fields(name)}")
        codes.append(code_of(value))
    return pa.array(codes, pa.string())


def _answers(name: str, values: Sequence[Any]) -> pa.Array:
    """Several answers of each person; one that is no list is the only one."""
    answers = []
    for number, value in enumerate(values, start=1):
        if isinstance(value, Mapping):
            raise BadInput(f"row {number}: {_fields(name)}")
        codes = (code_of(one) for one in (value if isinstance(value, MANY) else (value,)))
        answers.append([code for code in codes if code is not None])
    return pa.array(answers, pa.list_(pa.string()))


# --- columns of a table -----------------------------------------------------------------------------------


def _of_table(table: pa.Table, columns: Sequence[str], several: Container[str]) -> pa.Table:
    for name in columns:
        if (times := table.column_names.count(name)) > 1:
            raise BadInput(f"two columns are called {name}")
        if not times:
            _lacking(name, table.column_names)
    return pa.table(
        {
            name: _list_column(name, table[name]) if name in several else _code_column(name, table[name])
            for name in columns
        }
    )


def _code_column(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if _is_list(column.type):
        raise BadInput(_unexpected_list(name))
    if pa.types.is_nested(column.type):
        raise BadInput(_fields(name))
    if _is_text(column.type):
        return column
    try:
        return _as_text(column)
    except pa.ArrowNotImplementedError as error:
        raise BadInput(f"{name} holds {column.type}, which is no code; make it text") from error


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same words as of numbers and truths in mappings, which aren't Arrow's: True and not true."""
    distinct = column.unique()
    codes = pa.array([code_of(value) for value in distinct.to_pylist()], pa.string())
    return pa.chunked_array([codes.take(pc.index_in(column, distinct).combine_chunks())])


def _list_column(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    listed = pa.types.is_list(column.type) or pa.types.is_large_list(column.type)
    if listed and _is_text(column.type.value_type) and not pc.list_flatten(column).null_count:
        return column
    return pa.chunked_array([_answers(name, column.to_pylist())])


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind)
        or pa.types.is_large_list(kind)
        or pa.types.is_fixed_size_list(kind)
        or pa.types.is_list_view(kind)
        or pa.types.is_large_list_view(kind)
    )


def _unexpected_list(name: str) -> str:
    return f"{name} is a list; a variable with several answers is declared with multiple=True"


def _fields(name: str) -> str:
    return f"{name} has fields within; give the one you mean a column"
