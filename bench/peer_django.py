"""The act with Django and django-simple-history (对照：Django): versions of rows, no chain.

The same fields, the same indexes, the same settings of the database; of SQLite a write-ahead
log, a full sync, `BEGIN IMMEDIATE`. Unit, officer and finding are read within the transaction,
the claim is checked, the row is validated (`full_clean`, as our codec and store always do) and
saved, and the library writes the row's history.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings
from django.db import connections, transaction

from bench.sample_office import ANSWERER, DEPARTMENT, DUE, FACTS, PLAN, UNIT, title

__all__ = ["DjangoPeer", "in_file", "on_server"]

_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
_SCHEMA = "bench_django"


def in_file(file: Path) -> dict[str, object]:
    """Return Django's settings for an SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {"init_command": _PRAGMAS, "transaction_mode": "IMMEDIATE"},
    }


def on_server(url: str) -> dict[str, object]:
    """Return Django's settings for a PostgreSQL server."""
    from psycopg.conninfo import conninfo_to_dict

    named = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": named.get("dbname", ""),
        "USER": named.get("user", ""),
        "HOST": named.get("host", ""),
        "PORT": named.get("port", ""),
        "OPTIONS": {"options": f"-c search_path={_SCHEMA}"},
    }


def _use(database: dict[str, object]) -> None:
    """Let Django work with this database; Django itself is set up once in a process."""
    if not settings.configured:
        settings.configure(
            DATABASES={"default": database},
            INSTALLED_APPS=["simple_history", "bench.django_peer"],
            USE_TZ=True,
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        )
        django.setup()
        return
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": database})[
        "default"
    ]


class DjangoPeer:
    """Claims findings with Django (对照方)."""

    def __init__(self, database: dict[str, object], sizes: Sequence[int], warm: int) -> None:
        """Take the sizes of the batches, of which the first `warm` are not timed."""
        self._sizes = sizes
        self._warm = warm
        self._next = 0
        _use(database)
        from bench.django_peer import models

        self._models = models
        connection = connections["default"]
        self._file = Path(str(database["NAME"])) if connection.vendor == "sqlite" else None
        if self._file is None:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE")
                cursor.execute(f"CREATE SCHEMA {_SCHEMA}")
        with connection.schema_editor() as editor:
            for model in self._tables:
                editor.create_model(model)
        if self._file is not None:
            self._enter()
            connection.close()
            shutil.copy(self._file, self._file.with_name("base"))

    @property
    def _tables(self) -> Sequence[object]:
        models = self._models
        return (models.Unit, models.Officer, models.Finding, models.Finding.history.model)

    def prepare(self) -> None:
        if self._file is not None:
            for name in (self._file.name, f"{self._file.name}-wal", f"{self._file.name}-shm"):
                self._file.with_name(name).unlink(missing_ok=True)
            shutil.copy(self._file.with_name("base"), self._file)
        else:
            with connections["default"].cursor() as cursor:
                for model in self._tables:
                    cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")  # noqa: SLF001  # the only way to the name
            self._enter()
        self._next = 0
        self._claim(self._sizes[: self._warm])

    def _enter(self) -> None:
        models = self._models
        models.Unit.objects.create(id=UNIT, name="马尾区院", path="/fj/fz/mw")
        models.Officer.objects.create(id=ANSWERER, unit=UNIT, department=DEPARTMENT, role="head")
        findings = [
            models.Finding(
                id=number,
                unit=UNIT,
                title=title(number),
                facts=FACTS,
                source="manual",
                found_on="2026-03-02",
                state="registered",
                department=DEPARTMENT,
                case_number=f"闽马检刑诉受〔2026〕{number}号",
                persons=[{"officer": ANSWERER, "responsibility": "direct"}],
                basis=["bas_1"],
            )
            for number in range(sum(self._sizes))
        ]
        models.Finding.objects.bulk_create(findings)
        models.Finding.history.bulk_history_create(findings)

    def run(self) -> int:
        return self._claim(self._sizes[self._warm :])

    def _claim(self, sizes: Sequence[int]) -> int:
        models = self._models
        begun = self._next
        for size in sizes:
            with transaction.atomic():
                for _ in range(size):
                    unit = models.Unit.objects.get(id=UNIT)
                    officer = models.Officer.objects.get(id=ANSWERER)
                    finding = models.Finding.objects.get(id=self._next)
                    finding.claim(unit, officer, DEPARTMENT, PLAN, DUE)
                    finding.full_clean()
                    finding.save()
                    self._next += 1
        return self._next - begun

    def finish(self) -> object:
        models = self._models
        found = sorted(
            (one.title, one.state, one.plan, str(one.due_on))
            for one in models.Finding.objects.all()
        )
        if models.Finding.history.count() != 2 * len(found):
            raise AssertionError("history is missing")
        if self._file is not None:
            connections["default"].close()
        return found
