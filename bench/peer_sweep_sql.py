"""The ten rules by hand (手写 SQL): DuckDB statements for this workload, and for nothing else.

Written by somebody who knows the tables, the ten rules and that they have no conditions: one
reading of the events for all, one pass over what was kept for what concerns the whole case,
sequences only of cases that are not settled by it, working days by a cumulative table.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from typing import Any

from bench.workload import NOW_DAY
from supervision.domain.calendars import WorkCalendar

__all__ = ["FIGURES", "PREPARE", "RULES", "days_of", "make_calendar"]

_EPOCH = dt.date(1970, 1, 1).toordinal()
_AHEAD = 120  # days

# One reading keeps what any rule looks at; features are taken of what was kept.
PREPARE = (
    """CREATE OR REPLACE TEMP TABLE hand_own AS
    SELECT c, k, kind FROM sw_event
    WHERE kind IN (0, 2, 4, 5, 7, 11, 12, 13, 14, 15, 18) OR (kind = 9 AND f0 = '1')""",
    """CREATE OR REPLACE TEMP TABLE hand_case AS
    SELECT e.*, c.custody FROM (
      SELECT c, min(k) FILTER (WHERE kind = 0) AS accepted, min(k) FILTER (WHERE kind = 2) AS told,
        min(k) FILTER (WHERE kind = 4) AS questioned, min(k) FILTER (WHERE kind = 15) AS decided,
        max(k) FILTER (WHERE kind = 15) AS last_decided, min(k) FILTER (WHERE kind = 5) AS lawyer,
        min(k) FILTER (WHERE kind IN (13, 15)) AS closed,
        min(k) FILTER (WHERE kind = 7) AS plea, min(k) FILTER (WHERE kind = 18) AS archived,
        count(*) FILTER (WHERE kind = 13) AS returns
      FROM hand_own GROUP BY c) e JOIN sw_case c USING (c)""",
)

_COURSE = """
WITH opened AS (
  SELECT c, accepted AS s FROM hand_case JOIN hand_days d ON d.day = (accepted >> 29) + 30
  WHERE closed IS NULL OR closed >> 29 > CASE WHEN custody = 1 THEN d.day ELSE d.roll END
  UNION ALL SELECT c, k FROM hand_own WHERE kind = 14),
closed AS (
  SELECT o.c, s, min(k) FILTER (WHERE kind <> 12) AS e, min(k) FILTER (WHERE kind = 12) AS x
  FROM opened o LEFT JOIN hand_own w ON w.c = o.c AND w.k > s AND kind IN (12, 13, 14, 15)
  GROUP BY o.c, s),
due AS (
  SELECT o.c, o.s, o.e, o.x, CASE WHEN h.custody = 1 THEN d.day ELSE d.roll END AS due,
         CASE WHEN h.custody = 1 THEN l.day ELSE l.roll END AS longer
  FROM closed o JOIN hand_case h USING (c) JOIN hand_days d ON d.day = (o.s >> 29) + 30
  JOIN hand_days l ON l.day = (o.s >> 29) + 45),
ended AS (
  SELECT c, s, e, CASE WHEN x < coalesce(e, x + 1) AND x >> 29 <= due THEN longer ELSE due END AS due
  FROM due)
SELECT 'R3' AS rule, c, s AS k, CASE WHEN e IS NULL THEN 'overdue' ELSE 'late_done' END AS stage, due
FROM ended WHERE e >> 29 > due OR (e IS NULL AND due < {now})
"""
_TIMELY = """
SELECT '{code}' AS rule, c, h.{start} AS k,
       CASE WHEN {end} IS NULL THEN 'overdue' ELSE 'late_done' END AS stage,
       {due} AS due
FROM hand_case h JOIN {days}
WHERE {start} IS NOT NULL AND ({end} >> 29 > {due} OR ({end} IS NULL AND {due} < {now}))
"""
RULES = tuple(
    text.format(now=NOW_DAY)
    for text in (
        _TIMELY.format(
            code="R1",
            start="accepted",
            end="told",
            now="{now}",
            due="(CASE WHEN custody = 1 THEN d.day ELSE d.roll END)",
            days="hand_days d ON d.day = (accepted >> 29) + 3",
        ),
        """SELECT 'R2' AS rule, c, decided AS k,
           CASE WHEN questioned IS NULL THEN 'missing' ELSE 'late' END AS stage, NULL AS due
           FROM hand_case WHERE decided IS NOT NULL AND (questioned IS NULL OR questioned > decided)
        """,
        _COURSE,
        """SELECT 'R4' AS rule, c, k, 'exceeded' AS stage, NULL AS due FROM (
           SELECT c, k, row_number() OVER (PARTITION BY c ORDER BY k) AS n
           FROM hand_own JOIN hand_case USING (c) WHERE kind = 13 AND returns > 2) WHERE n = 3
        """,
        """WITH pairs AS (
             SELECT c, k, kind, min(CASE WHEN kind = 14 THEN k END) OVER
               (PARTITION BY c ORDER BY k ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS back
             FROM hand_own WHERE kind IN (13, 14)),
           due AS (SELECT p.*, CASE WHEN custody = 1 THEN d.day ELSE d.roll END AS due
             FROM pairs p JOIN hand_case USING (c) JOIN hand_days d ON d.day = (k >> 29) + 30
             WHERE kind = 13)
           SELECT 'R5' AS rule, c, k, CASE WHEN back IS NULL THEN 'overdue' ELSE 'late_done' END AS stage,
             due FROM due WHERE back >> 29 > due OR (back IS NULL AND due < {now})
        """,
        """SELECT 'R6' AS rule, c, plea AS k, 'reversed' AS stage, NULL AS due FROM hand_case
           WHERE plea < lawyer
        """,
        _TIMELY.format(
            code="R7",
            start="last_decided",
            end="archived",
            now="{now}",
            due="w.day",
            days="hand_days d ON d.day = last_decided >> 29 JOIN hand_workdays w ON w.n = d.cum + 22",
        ),
        "SELECT 'R8' AS rule, c, k, 'wrong' AS stage, NULL AS due FROM hand_own WHERE kind = 9",
        """WITH pairs AS (
             SELECT c, k, kind, max(CASE WHEN kind = 11 THEN k END) OVER
               (PARTITION BY c ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS was
             FROM hand_own WHERE kind IN (11, 12))
           SELECT 'R10' AS rule, c, k, CASE WHEN was IS NULL THEN 'missing' ELSE 'stale' END AS stage,
             w.day AS due
           FROM pairs LEFT JOIN hand_days d ON d.day = was >> 29
           LEFT JOIN hand_workdays w ON w.n = d.cum + 5
           WHERE kind = 12 AND (was IS NULL OR k >> 29 > w.day)
        """,
    )
)

FIGURES = """
WITH days AS (
  SELECT c, accepted_on AS day, 1 AS cases FROM sw_case
  UNION ALL SELECT DISTINCT c, k >> 29, 0 FROM hand_own WHERE kind IN (12, 13)),
daily AS (
  SELECT department, day, count(*) AS top, sum(cases) AS bottom
  FROM days JOIN sw_case USING (c) GROUP BY ALL)
SELECT department, strftime(DATE '1970-01-01' + CAST(day AS INTEGER), '%Y-%m') AS month,
       sum(top) AS top, sum(bottom) AS bottom
FROM daily GROUP BY ALL
"""


def make_calendar(connection: Any, calendar: WorkCalendar, first: int, last: int) -> None:
    """Put the days from `first` to some months behind `last` in place: number, cum, roll."""
    connection.register("hand_given", _days(calendar, first, last + _AHEAD))
    connection.execute("CREATE OR REPLACE TEMP TABLE hand_days AS SELECT * FROM hand_given")
    connection.unregister("hand_given")
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE hand_workdays AS
        SELECT cum AS n, min(day) AS day FROM hand_days WHERE day = roll GROUP BY cum"""
    )


@functools.cache  # as ours are, whose ends are kept from sweep to sweep
def _days(calendar: WorkCalendar, first: int, last: int) -> Any:
    import pyarrow as pa

    day, cum, roll = zip(*days_of(calendar, first, last - _AHEAD), strict=True)
    return pa.table({"day": day, "cum": cum, "roll": roll})


def days_of(calendar: WorkCalendar, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield the days from `first` to some months behind `last`: number, cum, roll."""
    start = dt.date.fromordinal(first + _EPOCH)
    for number in range(first, last + _AHEAD):
        day = dt.date.fromordinal(number + _EPOCH)
        roll = calendar.roll(day).toordinal() - _EPOCH
        yield number, calendar.count(start - dt.timedelta(days=1), day), roll
