"""`supervision decision` (决策部署): the group with its works, reports and materials."""

from __future__ import annotations

from supervision.cli import decision_materials, decision_reports, decision_works
from supervision.cli.decision_records import decision

__all__ = ["decision", "decision_materials", "decision_reports", "decision_works"]
