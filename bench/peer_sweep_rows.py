"""The ten rules by hand for row stores (手写 SQL：行存库): SQLite and PostgreSQL, four plans each.

Written by somebody who knows the tables, their keys and the index by type of event, the ten rules
and that they have no conditions. *Grouped*: one pass over the events, then every rule reads its
result. *By rule*: every rule groups the few types it is about. *Seeks*: every rule goes through
its first type in the order of the index and looks the others up, case by case. *By rule and
seeks* looks up only where events are rare.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from bench.workload import NOW_DAY

__all__ = ["PLANS", "ByRows", "calendar_texts"]


@attrs.frozen(kw_only=True)
class ByRows:
    """One plan (手写方案).

    Attributes:
        prepare: temporary tables by name, each with its statement; made in this order.
        rules: statements that yield rule, case, key, stage and end of the limit.
        figures: the statement of the indicator, with `{month}` for the month of `day`.
    """

    prepare: Mapping[str, str] = attrs.field(factory=dict)
    rules: Sequence[str] = ()
    figures: str = ""


_SELF = "(CASE WHEN custody = 1 THEN d.day ELSE d.roll END)"
_LONGER = "(CASE WHEN custody = 1 THEN l.day ELSE l.roll END)"


def _timely(code: str, source: str, start: str, end: str, days: str, due: str) -> str:
    return f"""
    SELECT '{code}' AS rule, h.c, {start} AS k,
           CASE WHEN {end} IS NULL THEN 'overdue' ELSE 'late_done' END AS stage, {due} AS due
    FROM {source} h {days}
    WHERE {start} IS NOT NULL AND ({end} >> 29 > {due} OR ({end} IS NULL AND {due} < {NOW_DAY}))
    """


def _told(source: str, custody: str) -> str:
    days = f"{custody} JOIN hand_days d ON d.day = (accepted >> 29) + 3"
    return _timely("R1", source, "accepted", "told", days, _SELF)


def _questioned(source: str) -> str:
    return f"""
    SELECT 'R2' AS rule, c, decided AS k,
           CASE WHEN questioned IS NULL THEN 'missing' ELSE 'late' END AS stage,
           CAST(NULL AS INTEGER) AS due
    FROM {source} h
    WHERE decided IS NOT NULL AND (questioned IS NULL OR questioned > decided)
    """


def _filed(source: str) -> str:
    days = "JOIN hand_days d ON d.day = last_decided >> 29 JOIN hand_workdays w ON w.n = d.cum + 22"
    return _timely("R7", source, "last_decided", "archived", days, "w.day")


def _reversed(source: str) -> str:
    return f"""
    SELECT 'R6' AS rule, c, plea AS k, 'reversed' AS stage, CAST(NULL AS INTEGER) AS due
    FROM {source} h WHERE plea < lawyer
    """


def _review(spans: str) -> str:
    """End the limits of rule 3: `spans` yields case, opening, extension and close."""
    return f"""
    WITH due AS (
      SELECT o.c, o.s, o.e, o.x, {_SELF} AS due, {_LONGER} AS longer
      FROM ({spans}) o JOIN sw_case p ON p.c = o.c
      JOIN hand_days d ON d.day = (o.s >> 29) + 30 JOIN hand_days l ON l.day = (o.s >> 29) + 45),
    ended AS (
      SELECT c, s, e,
             CASE WHEN x < coalesce(e, x + 1) AND x >> 29 <= due THEN longer ELSE due END AS due
      FROM due)
    SELECT 'R3' AS rule, c, s AS k,
           CASE WHEN e IS NULL THEN 'overdue' ELSE 'late_done' END AS stage, due
    FROM ended WHERE e >> 29 > due OR (e IS NULL AND due < {NOW_DAY})
    """


def _windows(own: str) -> str:
    return f"""
    SELECT c, s, x, coalesce(e, lead(s) OVER (PARTITION BY c ORDER BY n)) AS e FROM (
      SELECT c, n, min(k) AS s, min(k) FILTER (WHERE kind IN (13, 15)) AS e,
             min(k) FILTER (WHERE kind = 12) AS x
      FROM (SELECT c, k, kind, sum(CASE WHEN kind IN (0, 14) THEN 1 ELSE 0 END)
                                 OVER (PARTITION BY c ORDER BY k) AS n
            FROM {own} WHERE kind IN (0, 12, 13, 14, 15)) steps
      GROUP BY c, n) spans
    """


def _sought_spans() -> str:
    closed = "(SELECT min(e.k) FROM sw_event e WHERE e.kind = {kind} AND e.c = s.c AND e.k > s.s)"
    return f"""
    SELECT c, s, x, CASE WHEN e1 < coalesce(e2, e1 + 1) AND e1 < coalesce(n, e1 + 1) THEN e1
                         WHEN e2 < coalesce(n, e2 + 1) THEN e2 ELSE n END AS e
    FROM (SELECT c, s, {closed.format(kind=12)} AS x, {closed.format(kind=13)} AS e1,
                 {closed.format(kind=15)} AS e2, {closed.format(kind=14)} AS n
          FROM (SELECT c, k AS s FROM sw_event WHERE kind = 0
                UNION ALL SELECT c, k FROM sw_event WHERE kind = 14) s) found
    """


def _exceeded(own: str) -> str:
    return f"""
    SELECT 'R4' AS rule, c, k, 'exceeded' AS stage, CAST(NULL AS INTEGER) AS due FROM (
      SELECT c, k, row_number() OVER (PARTITION BY c ORDER BY k) AS n
      FROM {own} WHERE kind = 13) returns WHERE n = 3
    """


def _sent_back(pairs: str) -> str:
    return f"""
    SELECT 'R5' AS rule, c, k, CASE WHEN back IS NULL THEN 'overdue' ELSE 'late_done' END AS stage, due
    FROM (SELECT r.c, k, back, {_SELF} AS due FROM ({pairs}) r JOIN sw_case p ON p.c = r.c
          JOIN hand_days d ON d.day = (k >> 29) + 30) found
    WHERE back >> 29 > due OR (back IS NULL AND due < {NOW_DAY})
    """


def _approved(pairs: str) -> str:
    return f"""
    SELECT 'R10' AS rule, c, k, CASE WHEN was IS NULL THEN 'missing' ELSE 'stale' END AS stage,
           w.day AS due
    FROM ({pairs}) r LEFT JOIN hand_days d ON d.day = was >> 29
    LEFT JOIN hand_workdays w ON w.n = d.cum + 5
    WHERE was IS NULL OR k >> 29 > w.day
    """


def _next(own: str) -> str:
    return f"""
    SELECT c, k, back FROM (
      SELECT c, k, kind, min(CASE WHEN kind = 14 THEN k END) OVER
        (PARTITION BY c ORDER BY k ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS back
      FROM {own} WHERE kind IN (13, 14)) pairs WHERE kind = 13
    """


def _previous(own: str) -> str:
    return f"""
    SELECT c, k, was FROM (
      SELECT c, k, kind, max(CASE WHEN kind = 11 THEN k END) OVER
        (PARTITION BY c ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS was
      FROM {own} WHERE kind IN (11, 12)) pairs WHERE kind = 12
    """


def _figures(own: str) -> str:
    return f"""
    SELECT department, {{month}} AS month, count(*) AS top, sum(cases) AS bottom
    FROM (SELECT c, accepted_on AS day, 1 AS cases FROM sw_case
          UNION ALL SELECT DISTINCT c, k >> 29, 0 FROM {own} WHERE kind IN (12, 13)) days
    JOIN sw_case USING (c) GROUP BY 1, 2
    """


def _defects(own: str) -> str:
    return f"""
    SELECT 'R8' AS rule, c, k, 'wrong' AS stage, CAST(NULL AS INTEGER) AS due
    FROM {own} WHERE kind = 9 AND f0 = '1'
    """


def _take(take: str, kind: int) -> str:
    return f"{take}(k) FILTER (WHERE kind = {kind})"


def _groups(**features: tuple[str, int]) -> str:
    columns = ", ".join(f"{_take(*one)} AS {name}" for name, one in features.items())
    kinds = ", ".join(str(kind) for kind in sorted({one[1] for one in features.values()}))
    return f"(SELECT c, {columns} FROM sw_event WHERE kind IN ({kinds}) GROUP BY c)"


def _seeks(first: tuple[str, str, int], other: tuple[str, str, int]) -> str:
    name, take, kind = first
    also, other_take, sought = other
    look = f"(SELECT {other_take}(o.k) FROM sw_event o WHERE o.kind = {sought} AND o.c = a.c)"
    return (
        f"(SELECT a.c, a.{name}, {look} AS {also} FROM"
        f" (SELECT c, {take}(k) AS {name} FROM sw_event WHERE kind = {kind} GROUP BY c) a)"
    )


_SOUGHT_BACK = """
    SELECT e.c, e.k, (SELECT min(o.k) FROM sw_event o
                      WHERE o.kind = 14 AND o.c = e.c AND o.k > e.k) AS back
    FROM sw_event e WHERE e.kind = 13
"""
_SOUGHT_APPROVAL = """
    SELECT e.c, e.k, (SELECT max(o.k) FROM sw_event o
                      WHERE o.kind = 11 AND o.c = e.c AND o.k < e.k) AS was
    FROM sw_event e WHERE e.kind = 12
"""
_RARE = (4, 8)  # returns and extensions: few events, each looked up for less than a sort costs
_CUSTODY = "JOIN sw_case p ON p.c = h.c"
_ALL = _groups(
    accepted=("min", 0),
    told=("min", 2),
    questioned=("min", 4),
    decided=("min", 15),
    last_decided=("max", 15),
    lawyer=("min", 5),
    plea=("min", 7),
    archived=("min", 18),
)
_SEQUENCES = "SELECT c, k, kind, f0 FROM sw_event WHERE kind IN (0, 11, 12, 13, 14, 15)"
_DEFECTS = "UNION ALL SELECT c, k, kind, f0 FROM sw_event WHERE kind = 9 AND f0 = '1'"

GROUPED = ByRows(
    prepare={
        "hand_case": f"SELECT e.*, p.custody FROM {_ALL} e JOIN sw_case p ON p.c = e.c",
        "hand_own": f"{_SEQUENCES} {_DEFECTS}",
    },
    rules=(
        _told("hand_case", ""),
        _questioned("hand_case"),
        _review(_windows("hand_own")),
        _exceeded("hand_own"),
        _sent_back(_next("hand_own")),
        _reversed("hand_case"),
        _filed("hand_case"),
        _defects("hand_own"),
        _approved(_previous("hand_own")),
    ),
    figures=_figures("hand_own"),
)
BY_RULE = ByRows(
    rules=(
        _told(_groups(accepted=("min", 0), told=("min", 2)), _CUSTODY),
        _questioned(_groups(decided=("min", 15), questioned=("min", 4))),
        _review(_windows("sw_event")),
        _exceeded("sw_event"),
        _sent_back(_next("sw_event")),
        _reversed(_groups(plea=("min", 7), lawyer=("min", 5))),
        _filed(_groups(last_decided=("max", 15), archived=("min", 18))),
        _defects("sw_event"),
        _approved(_previous("sw_event")),
    ),
    figures=_figures("sw_event"),
)
SEEKS = ByRows(
    rules=(
        _told(_seeks(("accepted", "min", 0), ("told", "min", 2)), _CUSTODY),
        _questioned(_seeks(("decided", "min", 15), ("questioned", "min", 4))),
        _review(_sought_spans()),
        _exceeded("sw_event"),
        _sent_back(_SOUGHT_BACK),
        _reversed(_seeks(("plea", "min", 7), ("lawyer", "min", 5))),
        _filed(_seeks(("last_decided", "max", 15), ("archived", "min", 18))),
        _defects("sw_event"),
        _approved(_SOUGHT_APPROVAL),
    ),
    figures=_figures("sw_event"),
)
MIXED = attrs.evolve(
    BY_RULE,
    rules=tuple(
        SEEKS.rules[place] if place in _RARE else text for place, text in enumerate(BY_RULE.rules)
    ),
)
PLANS = {"grouped": GROUPED, "by rule": BY_RULE, "seeks": SEEKS, "by rule and seeks": MIXED}


def calendar_texts() -> Sequence[str]:
    """Return the statements that make the empty tables of days."""
    return (
        "DROP TABLE IF EXISTS hand_days",
        "DROP TABLE IF EXISTS hand_workdays",
        "CREATE TEMPORARY TABLE hand_days (day INTEGER PRIMARY KEY, cum INTEGER, roll INTEGER)",
        "CREATE TEMPORARY TABLE hand_workdays (n INTEGER PRIMARY KEY, day INTEGER)",
    )
