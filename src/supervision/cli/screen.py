"""Where results are shown (输出): lines, tables, progress for people, JSON for programs.

rich is imported only where a table or a bar is drawn. Away from a terminal a table is as wide
as it needs to be, one record a line, and progress is plain lines on standard error.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import click

from supervision.cli.plain import plain
from supervision.cli.texts import Text, width, wrapped

__all__ = ["Column", "Screen"]

_EVERY = 5.0
"""Seconds between two plain lines of progress."""
_WIDE = 100_000
"""Columns of a table that goes to a file or another program: nothing is folded."""


class Column:
    """A column of a table (列).

    Attributes:
        head: its title.
        right: whether numbers stand at the right.
        keep: whether it is never folded, such as an id.
    """

    def __init__(self, zh: str, en: str, *, right: bool = False, keep: bool = False) -> None:
        self.head = Text(zh, en)
        self.right = right
        self.keep = keep


class Screen:
    """Standard output and error in one language (屏幕)."""

    def __init__(self, *, lang: str = "zh", json: bool = False) -> None:
        self.lang = lang
        self.json = json

    # --- programs ---

    def data(self, result: object) -> None:
        """Print a result as canonical JSON: keys sorted, two blanks of indent."""
        encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
        text = json.dumps(
            plain(result),
            ensure_ascii=not encoding.startswith("utf"),
            indent=2,
            sort_keys=True,
        )
        click.echo(text)

    # --- people ---

    def say(self, text: Text, **details: object) -> None:
        """Print a line."""
        told = text.tell(self.lang, **details)
        for line in wrapped(told, self.columns) if self.columns else (told,):
            click.echo(line)

    def hanging(self, head: str, text: str) -> None:
        """Print a head and a text beside it; its further lines stand below the text."""
        left = width(head)
        first, *more = wrapped(text, max(20, self.columns - left)) if self.columns else [text]
        click.echo(head + first)
        for line in more:
            click.echo(" " * left + line)

    def line(self, text: str = "") -> None:
        """Print text as it is."""
        click.echo(text)

    def head(self, text: Text, **details: object) -> None:
        """Print a heading, with an empty line before it."""
        click.echo()
        click.secho(text.tell(self.lang, **details), bold=True)

    def note(self, text: Text, **details: object) -> None:
        """Print a line beside the result, on standard error."""
        click.echo(text.tell(self.lang, **details), err=True)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Print names and values in two columns; empty values are left out."""
        shown = [(name, value) for name, value in pairs if value]
        left = max((width(name) for name, _ in shown), default=0) + 2
        columns = max(20, self.columns - left)
        for name, value in shown:
            first, *more = wrapped(value, columns) if self.columns else value.split("\n")
            click.echo(name + " " * (left - width(name)) + first)
            for line in more:
                click.echo(" " * left + line)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Print a table; wide characters take two columns. Nothing for no row."""
        if not rows:
            return
        from rich.console import Console
        from rich.table import Table

        console = Console(
            file=sys.stdout,
            width=None if self._terminal else _WIDE,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )
        # No lines and no frame: box characters have no agreed width in Chinese fonts.
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for column in columns:
            table.add_column(
                column.head.of(self.lang),
                justify="right" if column.right else "left",
                no_wrap=column.keep,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*row)
        with console.capture() as drawn:
            console.print(table)
        for line in drawn.get().splitlines():
            click.echo(line.rstrip())

    # --- long work ---

    @contextmanager
    def progress(self, text: Text, total: int) -> Iterator[Callable[[], None]]:
        """Show progress on standard error while something long runs.

        Args:
            text: what runs.
            total: steps; 0 when nobody knows.

        Yields:
            What to call after each step.
        """
        if sys.stderr.isatty() and not self.json:
            with self._bar(text, total) as step:
                yield step
        else:
            yield _Lines(text.of(self.lang), total, sys.stderr).step

    @contextmanager
    def _bar(self, text: Text, total: int) -> Iterator[Callable[[], None]]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Remaining(),
            console=Console(stderr=True),
            transient=True,
        ) as bar:
            task = bar.add_task(text.of(self.lang), total=total or None)
            yield lambda: bar.advance(task)

    @property
    def _terminal(self) -> bool:
        return sys.stdout.isatty()

    @property
    def columns(self) -> int:
        """Columns of the terminal; 0 when the output goes elsewhere and is not to be folded."""
        return shutil.get_terminal_size((80, 24)).columns if self._terminal else 0


class _Lines:
    """Progress as plain lines, at most one in `_EVERY` seconds."""

    def __init__(self, text: str, total: int, file: TextIO) -> None:
        self._text = text
        self._total = total
        self._file = file
        self._done = 0
        self._last = time.monotonic()

    def step(self) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._last >= _EVERY:
            self._last = now
            of = f"/{self._total}" if self._total else ""
            click.echo(f"{self._text} {self._done}{of}", file=self._file)
