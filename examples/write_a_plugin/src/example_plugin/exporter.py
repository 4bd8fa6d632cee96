"""A score sheet as a Markdown table (考评表)."""

from __future__ import annotations

import os
from pathlib import Path

import supervision.plugin as sv

HEADS = {
    "zh": ("部门", "工号", "姓名", "分值"),
    "en": ("Department", "Number", "Name", "Points"),
}


class MarkdownExporter:
    def export(self, sheet: sv.ScoreSheet, target: Path, language: str = "zh") -> None:
        heads = HEADS.get(language, HEADS["zh"])
        rows = [heads, tuple("---" for _ in heads)]
        for total in (*sheet.departments, *sheet.persons):
            points = sv.format_points(total.points, sheet.decimals)
            rows.append((total.department, total.staff_number, total.officer, points))
        lines = [f"# {sheet.unit} {sheet.period.code}", ""]
        lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
        _write(target, "\n".join(lines) + "\n")


def _cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())


def _write(target: Path, text: str) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8")
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise sv.UsageError("export.target", path=str(target), reason=str(error)) from error
