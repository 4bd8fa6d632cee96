"""The workload of the sweep rows (监控负载): a deterministic population of criminal cases.

Nineteen types of events, accepted over eighteen months, judged on 2025-07-01; about 24.7 events a
case. Breaches are put in: late notices 3 %, late decisions 4 %, late filing 6 %, extensions without
approval, deeds before lawyers. What happens in a case follows from its number alone, by integer
arithmetic DuckDB does quickly; so any size is a part of any larger one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["FIRST_DAY", "KINDS", "NOW_DAY", "fill"]

KINDS = (
    *("accepted", "assigned", "rights_told", "file_read", "questioned", "lawyer_ensured"),
    *("opinion_heard", "plea_signed", "victim_told", "document_made", "served"),
    *("extension_approved", "extended", "returned", "returned_again", "decided", "prosecuted"),
    *("judged", "archived"),
)
_EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST_DAY = dt.date(2023, 12, 1).toordinal() - _EPOCH
NOW_DAY = dt.date(2025, 7, 1).toordinal() - _EPOCH
_DAY, _ZONE = 86_400 * 10**6, 8 * 3_600 * 10**6

# Draws: `d(salt)` is a number below 1,000 that depends on the case and the salt only.
_DRAW = """
CREATE OR REPLACE MACRO mixed(h) AS (xor(h, h >> 16) * 73244475) % 4294967296;
CREATE OR REPLACE MACRO d(c, salt) AS
    (mixed(mixed((c * 2654435761 + (salt + {salt} * 1000) * 2654445111) % 4294967296)) >> 8) % 1000
"""
_COURSE = f"""
CREATE OR REPLACE TEMP TABLE course AS
WITH a AS (SELECT c, {FIRST_DAY} + (d(c, 1) * 548) // 1000 AS a, d(c, 2) AS ret, d(c, 3) AS ext
           FROM range({{low}}, {{high}}) t(c)),
r AS (SELECT *, CASE WHEN ret < 250 THEN a + 12 + d(c, 4) % 15 END AS r1 FROM a),
g AS (SELECT *, r1 + 8 + d(c, 5) * 24 // 1000 + CASE WHEN d(c, 6) < 40 THEN 9 ELSE 0 END AS g1 FROM r),
r2 AS (SELECT *, CASE WHEN ret < 90 THEN g1 + 10 + d(c, 7) % 15 END AS r2 FROM g),
g2 AS (SELECT *, r2 + 9 + d(c, 8) * 20 // 1000 AS g2 FROM r2),
r3 AS (SELECT *, CASE WHEN ret < 12 THEN g2 + 9 + d(c, 9) % 10 END AS r3 FROM g2),
g3 AS (SELECT *, r3 + 7 + d(c, 10) % 15 AS g3 FROM r3),
s AS (SELECT *, coalesce(g3, g2, g1, a) AS s FROM g3),
e AS (SELECT *, CASE WHEN ext < 200 THEN s + 20 + d(c, 11) % 8 END AS e FROM s),
x AS (SELECT *, s + CASE WHEN e IS NOT NULL THEN 31 + d(c, 12) % 12 ELSE 16 + d(c, 12) % 13 END
         + CASE WHEN d(c, 13) < 40 THEN 18 ELSE 0 END AS x FROM e)
SELECT c, a, e, r1, g1, r2, g2, r3, g3, x,
       x + 2 + d(c, 14) % 20 + CASE WHEN d(c, 15) < 60 THEN 25 ELSE 0 END AS f FROM x
"""
# kind, day, salt that makes the event's minute, whether it happens; several lines may name a kind.
_STEPS = (
    (0, "a", 20, "true"),
    (1, "a + 1", 21, "true"),
    (2, "a + CASE WHEN d(c, 22) < 30 THEN 5 ELSE 1 + d(c, 22) % 2 END", 23, "d(c, 24) >= 10"),
    *((3, f"a + {3 + at} + d(c, {30 + at}) % 3", 40 + at, "true") for at in range(3)),
    (4, "a + 4 + d(c, 50) % 6", 51, "d(c, 52) >= 25"),
    (4, "a + 9 + d(c, 53) % 3", 54, "d(c, 55) < 600"),
    (5, "a + CASE WHEN d(c, 56) < 40 THEN 15 ELSE 5 + d(c, 56) % 4 END", 57, "d(c, 58) < 850"),
    *((6, f"a + {8 + at} + d(c, {60 + at}) % 3", 70 + at, "true") for at in range(3)),
    (7, "a + 11 + d(c, 80) % 2", 81, "d(c, 82) < 650"),
    (8, "a + 2 + d(c, 83) % 2", 84, "d(c, 85) < 900"),
    *((9, f"a + {3 + 2 * at} + d(c, {90 + at}) % 2", 100 + at, "true") for at in range(4)),
    *((10, f"a + {4 + 2 * at} + d(c, {110 + at}) % 2", 120 + at, "true") for at in range(3)),
    (
        11,
        "e - 1 - d(c, 130) % 2 - CASE WHEN d(c, 131) < 50 THEN 9 ELSE 0 END",
        132,
        "e IS NOT NULL AND d(c, 133) >= 30",
    ),
    (12, "e", 134, "e IS NOT NULL"),
    *((13, f"r{n}", 140 + n, f"r{n} IS NOT NULL") for n in (1, 2, 3)),
    *((14, f"g{n}", 150 + n, f"g{n} IS NOT NULL AND d(c, {160 + n}) >= 5") for n in (1, 2, 3)),
    (15, "x", 170, "true"),
    (16, "x + 1", 171, "d(c, 172) < 880"),
    (17, "x + 1 + d(c, 173) % 40", 174, "d(c, 175) < 800"),
    (18, "f", 176, "d(c, 177) >= 8"),
)


def _events() -> str:
    lines = " UNION ALL ".join(
        f"SELECT c, {number} AS step, {kind} AS kind, {day} AS day, d(c, {salt}) AS draw"
        f" FROM course WHERE {happens}"
        for number, (kind, day, salt, happens) in enumerate(_STEPS)
    )
    # Four of five are known to the minute; a document in thirty has a defect.
    return f"""
    WITH lines AS ({lines}),
    timed AS (SELECT *, CASE WHEN draw % 5 > 0 THEN 1 ELSE 0 END AS minute,
                     CASE WHEN draw % 5 > 0 THEN 32400000000 + (draw * 36) // 100 * 60000000
                          ELSE 0 END AS rest FROM lines WHERE day <= {NOW_DAY}),
    placed AS (SELECT *, CAST(day AS BIGINT) * {_DAY} - {_ZONE} + rest AS at_,
                      CAST(c AS VARCHAR) || '-' || lpad(CAST(step AS VARCHAR), 2, '0') AS event
               FROM timed),
    ranked AS (SELECT *, row_number() OVER w - 1 AS place, dense_rank() OVER v - 1 AS rank
               FROM placed WINDOW w AS (PARTITION BY c ORDER BY at_, event),
                                  v AS (PARTITION BY c ORDER BY at_))
    SELECT CAST(c AS BIGINT) AS c,
           (CAST(day AS BIGINT) << 29) | (rank << 15) | (place << 1) | minute AS k,
           CAST(kind AS INTEGER) AS kind, CAST(NULL AS INTEGER) AS p, at_, event,
           CASE WHEN kind = 9 THEN CASE WHEN draw % 30 = 7 THEN '1' ELSE '0' END END AS f0,
           CAST(day AS INTEGER) AS day
    FROM ranked ORDER BY c, k
    """


def fill(
    connection: Any,
    folder: Path,
    cases: int,
    part: int = 100_000,
    *,
    low: int = 0,
    salt: int = 0,
) -> Sequence[Path]:
    """Write cases as Parquet, clustered by case, in parts; return the folders of the parts.

    Args:
        connection: DuckDB.
        folder: where to.
        cases: the number behind the last case.
        part: cases of a part.
        low: the number of the first case.
        salt: another one gives the same cases other courses.
    """
    connection.execute(_DRAW.format(salt=salt))
    folders = []
    for number, first in enumerate(range(low, cases, part)):
        high = min(cases, first + part)
        place = folder / f"part-{number:06}"
        place.mkdir(parents=True, exist_ok=True)
        connection.execute(_COURSE.format(low=first, high=high))
        for name, text in (("event", _events()), ("case", _cases()), ("party", _PARTIES)):
            connection.execute(
                f"COPY ({text}) TO '{place / name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )
        folders.append(place)
    return folders


def _cases() -> str:
    return """
    SELECT CAST(c AS BIGINT) AS c, '检刑诉〔2024〕' || c || '号' AS number, '审查起诉' AS line,
           '样例院' AS unit, '第' || (1 + d(c, 200) % 8) || '检察部' AS department,
           CAST(NULL AS VARCHAR) AS handler, CAST(a AS INTEGER) AS accepted_on,
           CAST(CASE WHEN d(c, 201) < 300 THEN 1 ELSE 0 END AS TINYINT) AS custody,
           CAST(0 AS TINYINT) AS referred
    FROM course ORDER BY c
    """


_PARTIES = """
SELECT CAST(c AS BIGINT) AS c, CAST(0 AS INTEGER) AS p, 'p' || c AS party,
       CAST(CASE WHEN d(c, 201) < 300 THEN 1 ELSE 0 END AS TINYINT) AS custody
FROM course ORDER BY c
"""
