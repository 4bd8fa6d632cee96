"""Tables as CSV (统计表 CSV): one rectangular table, as Excel and WPS open it by a double click."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from supervision.domain.rules import Wording
from supervision.reporting.tables import DECIMALS, Table, printed
from supervision.reporting.trees import Tree

__all__ = ["table_csv", "tree_csv"]

_TOTAL = Wording(zh="合计", en="Total")
_TREE = (
    Wording(zh="层级", en="Depth"),
    Wording(zh="院、部门", en="Unit, department"),
    Wording(zh="本级", en="Own"),
    Wording(zh="合计", en="Total"),
)
_BLANK = ""


def table_csv(
    table: Table,
    language: str,
    *,
    decimals: int = DECIMALS,
    cell: Callable[[str], str] = str,
) -> str:
    """Return a table as CSV (统计表转 CSV); its last line is the total.

    Args:
        table: the table.
        language: `zh` or `en`, for headings and labels.
        decimals: decimals of percentages.
        cell: makes a text harmless to a spreadsheet.
    """
    heads = [*(_word(one.title, language) for one in (*table.keys, *table.values))]
    rows: list[Sequence[str]] = [
        [
            *(cell(_word(label, language)) for label in row.labels),
            *(printed(value, decimals) for value in row.values),
        ]
        for row in table.rows
    ]
    if table.keys:
        blanks = [_BLANK] * (len(table.keys) - 1)
        total = (printed(value, decimals) for value in table.total)
        rows.append([_word(_TOTAL, language), *blanks, *total])
    return _written([heads, *rows])


def tree_csv(tree: Tree, language: str, *, cell: Callable[[str], str] = str) -> str:
    """Return a roll-up as CSV (汇总表转 CSV), with the depth of every row in a column."""
    rows: list[Sequence[str]] = [[_word(one, language) for one in _TREE]]
    rows += [
        [str(row.depth), cell(_word(row.label, language)), str(row.own), str(row.total)]
        for row in tree.rows
    ]
    rows.append([_BLANK, _word(_TOTAL, language), _BLANK, str(tree.total)])
    return _written(rows)


def _word(word: Wording, language: str) -> str:
    return word.en if language == "en" else word.zh


def _written(rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue()
