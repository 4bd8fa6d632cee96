"""Row `statistics` (统计): findings by department and month, as a head and an inspector see them.

Each request is a whole one, as in the row `worklist`: the officer is recognised, the policy
`procuratorate` is asked, the register counted in groups and as a whole. The peer sends the same two
questions as SQL written by hand, with the same condition of knowing, and fetches the numbers.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import attrs

from bench.rows import Measured, Size
from bench.sample_office import STORE, UNIT, opened
from bench.timing import Contestant, compared, in_turns
from bench.worklist import FINDINGS, INSPECTOR, PROCURATORATE, department_of, filled, officer_of
from supervision.domain.values import OfficerId
from supervision.office.office import Office
from supervision.office.statistics import count

__all__ = ["statistics"]

_ROUNDS = {Size.FULL: 9, Size.SMALL: 3}
_BOUND = 300
_COUNTED = " AND f_state NOT IN ('voided', 'not_a_problem', 'duplicate')"
_OPEN = " AND file >= 'open' AND file < 'opeo'"
_OF_HEAD = (
    "unit = :unit AND (f_department = :department OR f_assignee = :officer"
    " OR id IN (SELECT id FROM sv_many_finding WHERE field = 'officers' AND value = :officer)"
    " OR id IN (SELECT id FROM sv_many_finding WHERE field = 'concerned' AND value = :officer))"
)
_OF_INSPECTOR = "(path = '/fj/fz/mw' OR path >= '/fj/fz/mw/' AND path < '/fj/fz/mw0')"


class _Ours:
    def __init__(self, office: Office, officer: OfficerId) -> None:
        self._parts = attrs.evolve(office.parts, policy=PROCURATORATE)
        self._officer = officer
        self._office = office
        self._found: object = None

    def prepare(self) -> None:
        self._office = Office(self._parts)

    def run(self) -> int:
        with self._office.read(self._officer) as view:
            table = count(view, "findings", ("department", "month"))
        self._found = (len(table.rows), table.total[0])
        return 1

    def finish(self) -> object:
        return self._found


class _Peer:
    def __init__(self, connection: sqlite3.Connection, officer: OfficerId, where: str) -> None:
        self._connection = connection
        self._asked = {"unit": UNIT, "officer": officer, "department": department_of(0)}
        self._from = f"FROM sv_row_finding WHERE {where}{_COUNTED}{_OPEN}"
        self._found: object = None

    def prepare(self) -> None:
        """It remembers nothing but its statements."""

    def run(self) -> int:
        ask = self._connection.execute
        groups = ask(
            f"SELECT f_department, substr(f_found_on, 1, 7), count(*) {self._from} GROUP BY 1, 2",
            self._asked,
        ).fetchall()
        [[total]] = ask(f"SELECT count(*) {self._from}", self._asked).fetchall()
        self._found = (len(groups), total)
        return 1

    def finish(self) -> object:
        return self._found


def statistics(size: Size) -> Sequence[Measured]:
    """Measure a count by department and month of a head and of an inspector beside the SQL."""
    found = []
    records = FINDINGS[size][-1]
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place) / "office"
        filled(folder, records)
        with opened(folder) as office, closing(sqlite3.connect(folder / STORE)) as connection:
            for name, officer, where in (
                ("head", officer_of(0), _OF_HEAD),
                ("inspector", INSPECTOR, _OF_INSPECTOR),
            ):
                sides: dict[str, Contestant] = {
                    "ours": _Ours(office, officer),
                    "peer": _Peer(connection, officer, where),
                }
                times = in_turns(sides, _ROUNDS[size])
                found.append(
                    compared(
                        f"statistics {records} {name}",
                        f"findings by department and month, of the {name}",
                        "the same two counts in SQL by hand",
                        (times["ours"], times["peer"]),
                        _BOUND,
                        waits=False,
                    )
                )
    return found
