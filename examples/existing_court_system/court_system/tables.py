"""The case system's own tables (业务系统的表). They know nothing of supervision."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Date, Engine, ForeignKey, Integer, MetaData, Table, Text
from sqlalchemy import create_engine as sqlalchemy_engine

__all__ = ["corrections", "documents", "open_database"]

_metadata = MetaData()

documents = Table(
    "documents",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("case_number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("served_on", Date, nullable=False),
)
"""Documents that were served (已送达文书)."""

corrections = Table(
    "corrections",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("served_on", Date, nullable=False),
    Column("clerk", Text, nullable=False),
    Column("finding", Text),
)
"""Corrections of the day of service (送达日期更正), with the finding each has led to."""


def open_database(path: Path) -> Engine:
    """Open the system's database, and make its tables where they are missing."""
    engine = sqlalchemy_engine(f"sqlite:///{path}")
    _metadata.create_all(engine)
    return engine
