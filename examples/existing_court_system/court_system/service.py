"""Correcting the day a document was served (更正送达日期), which supervision must know of."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, insert, select, update

from court_system.tables import corrections, documents
from supervision import Office
from supervision.domain.findings import OpenFinding
from supervision.office.findings import open_finding

__all__ = ["correct_service"]


def correct_service(
    engine: Engine,
    office: Office,
    *,
    document: int,
    served_on: dt.date,
    clerk: str,
    inspector: str,
) -> str:
    """Correct the day, and open a finding: both are there afterwards, or neither is."""
    with engine.begin() as connection:
        row = insert(corrections).values(document=document, served_on=served_on, clerk=clerk)
        correction = connection.execute(row.returning(corrections.c.id)).scalar_one()
        told = connection.execute(select(documents).where(documents.c.id == document)).one()

        with office.joined(connection, inspector) as work:
            finding = open_finding(
                work,
                OpenFinding(
                    title=f"送达日期事后更正：{told.title}",
                    found_on=work.today,
                    case_number=told.case_number,
                ),
            )
            receipt = work.commit()

        mine = update(corrections).where(corrections.c.id == correction)
        connection.execute(mine.values(finding=finding))
        day = update(documents).where(documents.c.id == document)
        connection.execute(day.values(served_on=served_on))
    # Here `engine.begin()` has committed, the system's rows and ours at once.
    office.after_commit(receipt)
    return finding
