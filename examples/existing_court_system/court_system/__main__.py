"""Run it: `python -m court_system FOLDER`. Makes a system and an office, and corrects a day."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from court_system.service import correct_service
from court_system.tables import corrections, documents, open_database
from supervision import Office, SupervisionError, create_office, explain
from supervision.domain.findings import FINDING
from supervision.office.entering import load_people
from supervision.office.identity import acting_officer
from supervision.office.people_file import read_people

HERE = Path(__file__).parents[1]


def set_up(folder: Path) -> tuple[Engine, Office]:
    """Make the system with its data first, as it was there first; then the office."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("office.toml", "people.toml"):
        shutil.copy(HERE / name, folder)
    engine = open_database(folder / "court.sqlite")
    with engine.begin() as connection:
        number, title = "示检刑诉受〔2026〕7号", "起诉书"
        row = insert(documents).values(id=1, case_number=number, title=title)
        connection.execute(row.values(served_on=dt.date(2026, 3, 20)))
    office = create_office(folder / "office.toml")
    load_people(office, acting_officer(office, "101"), read_people(folder / "people.toml"))
    return engine, office


def counted(engine: Engine, office: Office, inspector: str) -> str:
    """Say how many corrections the system has, and how many findings the office."""
    with engine.connect() as connection:
        rows = connection.execute(select(func.count()).select_from(corrections)).scalar_one()
    with office.read(inspector) as view:
        return f"更正 {rows} 条，问题 {len(view.select(FINDING))} 个"


def main(folder: Path) -> None:
    """Correct a day; then show that what fails leaves nothing in either."""
    engine, office = set_up(folder)
    inspector = acting_officer(office, "102")
    earlier = dt.date(2026, 3, 10)

    def correct(who: str) -> None:
        try:
            correct_service(
                engine, office, document=1, served_on=earlier, clerk="书记员", inspector=who
            )
        except SupervisionError as error:
            print(explain(error))

    with office:
        correct(inspector)
        print(counted(engine, office, inspector))
        correct("off_nobody")  # the office refuses, so the system's row goes too
        print(counted(engine, office, inspector))
        print("核验通过" if office.verify().ok else "核验不通过")
    engine.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1] if sys.argv[1:] else "build/court"))
