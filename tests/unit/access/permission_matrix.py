"""The permission matrix of the policy `procuratorate` (权限矩阵): every act, every role, every place.

`python tests/unit/access/permission_matrix.py` writes `permissions.csv` anew from the lines. It is
read line by line before it is committed: the table is what was meant, the lines are how it is said.

A cell holds the letters of the places in which the role may do the act on a record of its unit:

- `s`: the record names the officer himself,
- `d`: it names the department he serves in (for a leader, the one he oversees),
- `u`: it names others of the unit,
- `b`: it names others, and is of a unit below his own,
- `f`: it names others and lies in a closed file that a grant lets him enter,
- `o`: it names the department of supervision, its head or the chief, for whom he stands in; told
  where the role has not `u`, which is wider.

`-` is nowhere. A clock names nobody: it is seen with its record, and moves only with an act on it
where the line says so. The last two columns are not the policy's to say; the core decides them for every
role, and `test_core_outcomes` asks an office for them: `closed` is the answer where the record lies in a closed file without a grant, `recused` where
the officer is recused from it.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.procuratorate import procuratorate_book
from supervision.codec import read_back
from supervision.domain.handovers import HandedOver
from supervision.domain.incoming_measures import Claiming
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.posts import Role
from supervision.domain.records import Record, RecordKind
from supervision.domain.recusals import RECUSAL
from supervision.domain.scopes import SCOPES
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.office.staging import OPEN_ONLY
from supervision.ports.access import Actor, Held
from supervision.testing.offices import small_office

HERE = Path(__file__).parent
TABLE = HERE / "permissions.csv"
FIXTURES = HERE.parents[1] / "fixtures"

SEE = "see"
ROLES = tuple(role.value for role in Role)
PLACES = "sdubfo"
FREE = frozenset({RECUSAL.name})
"""Kinds on which a recusal forbids nothing: the acts of being recused themselves."""
ASKED = ("detection.timeline",)
"""Acts that change nothing and are asked of the policy by name."""
_OVERSEEING = ("chief", "deputy")
_PATH, _ABOVE = "/fj/fz/mw", "/fj/fz"
_SOMEBODY, _ELSEWHERE = OfficerId("off_somebody"), DepartmentId("dep_elsewhere")


@cache
def records() -> Mapping[str, Record]:
    """Return one record of every kind, of those the fixture office leads through their lives."""
    sys.path.insert(0, str(FIXTURES))
    try:
        from make_office import _closed, live
    finally:
        sys.path.remove(str(FIXTURES))
    small = small_office()
    live(small)
    _closed(small)
    found = {}
    with small.office.store.begin() as transaction:
        for kind in KINDS:
            every = [read_back(kind.cls, row.body) for row in transaction.scan(kind.name)]
            found[kind.name] = max(every, key=lambda one, kind=kind: _named(kind, one))
    return {name: _NAMING.get(name, _same)(record) for name, record in found.items()}


def _same(record: Any) -> Record:
    return record


_NAMING: Mapping[str, Callable[[Any], Record]] = {
    "opinion": lambda one: attrs.evolve(one, department=DepartmentId("dep_named")),
    "plan_entry": lambda one: attrs.evolve(one, departments=(DepartmentId("dep_named"),)),
    "decision_work": lambda one: attrs.evolve(one, concerned=(OfficerId("off_named"),)),
    "interview": lambda one: attrs.evolve(
        one, persons=(attrs.evolve(one.persons[0], department=DepartmentId("dep_named")),)
    ),
    "detection": lambda one: attrs.evolve(
        one, sight=attrs.evolve(one.sight, handler=OfficerId("off_named"))
    ),
    "score_entry": lambda one: attrs.evolve(one, officer=OfficerId("off_named")),
    "incoming_measure": lambda one: attrs.evolve(
        one,
        claims=(
            Claiming(
                department=DepartmentId("dep_named"),
                by=OfficerId("off_named"),
                on=one.arrived_on,
                plan="",
            ),
        ),
    ),
}
"""Persons and departments for records of the fixture that name none."""


def _named(kind: RecordKind[Record], record: Record) -> int:
    scope = SCOPES[kind.name]
    return sum(bool(_values(kind, record, names)) for names in (scope.persons, scope.departments))


def _values(kind: RecordKind[Record], record: Record, names: tuple[str, ...]) -> list[str]:
    columns = {"id": record.id, **kind.columns_of(record)}
    many = kind.many_of(record)
    found = [value for name in names for value in (*many.get(name, ()), columns.get(name))]
    return [str(value) for value in found if value is not None]


def acts() -> Iterator[tuple[str, str]]:
    """Yield every act with its kind: seeing, and each change of its life."""
    for kind in KINDS:
        yield f"{kind.name}.{SEE}", kind.name
        for change in kind.changes:
            yield change.tag, kind.name
    yield from ((act, act.partition(".")[0]) for act in ASKED)


def actor_at(role: str, place: str, kind: RecordKind[Record], record: Record) -> Actor | None:
    """Return an officer with one post, so placed towards the record; `None` where nobody can be."""
    scope = SCOPES[kind.name]
    persons = _values(kind, record, scope.persons)
    departments = _values(kind, record, scope.departments)
    if (place == "s" and not persons) or (place == "d" and not departments):
        return None
    if place == "o" and not (persons or departments):
        return None
    if place == "f" and kind.name in OPEN_ONLY:
        return None
    unit = UnitId("unt_above") if place == "b" else UnitId(record.unit)
    held = Held(
        role=role,
        unit=unit,
        path=_ABOVE if place == "b" else _PATH,
        overseen=role in _OVERSEEING,
        departments=(DepartmentId(departments[0]) if place == "d" else _ELSEWHERE,),
    )
    return Actor(
        id=OfficerId(persons[0]) if place == "s" else _SOMEBODY,
        unit=UnitId(record.unit),
        path=_PATH,
        posts=(role,),
        held=(held,),
        file="fil_entered" if place == "f" else None,
        stands_for=(*persons, *departments) if place == "o" else (),
    )


def policy() -> LinePolicy:
    """Return the policy with its packaged lines."""
    return LinePolicy(procuratorate_book(), frozenset(KINDS_BY_NAME))


def row(act: str, kind_name: str) -> dict[str, str]:
    """Return a row of the table as the lines have it."""
    kind, record, rules = KINDS_BY_NAME[kind_name], records()[kind_name], policy()
    verb = SEE if act.endswith(f".{SEE}") else act
    cells = {}
    for role in ROLES:
        placed = ((place, actor_at(role, place, kind, record)) for place in PLACES)
        cell = "".join(
            place
            for place, actor in placed
            if actor is not None and rules.explain(actor, verb, record).permission.granted
        )
        cells[role] = cell.replace("o", "") if "u" in cell else cell
    return {
        "act": act,
        **{role: cell or "-" for role, cell in cells.items()},
        "closed": "only_open" if kind_name in OPEN_ONLY else "not_found",
        "recused": "seen" if verb == SEE else _recused(act, kind),
    }


def _recused(act: str, kind: RecordKind[Record]) -> str:
    """Return what a recusal does: it forbids acts of persons, but for handing over."""
    cls = next((change.cls for change in kind.changes if change.tag == act), None)
    if cls is None:
        return "seen"
    persons = any(field.name == "act" for field in attrs.fields(cls))
    return "refused" if persons and cls is not HandedOver and kind.name not in FREE else "free"


def table() -> str:
    """Return the table as the lines have it."""
    text = io.StringIO()
    writer = csv.DictWriter(
        text, fieldnames=("act", *ROLES, "closed", "recused"), lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(row(act, kind) for act, kind in acts())
    return text.getvalue()


def committed() -> list[dict[str, str]]:
    """Return the rows of the table as it was committed."""
    return list(csv.DictReader(io.StringIO(TABLE.read_text("utf-8"))))


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
