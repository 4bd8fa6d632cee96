"""Every command that reads, as an outsider would call it; those left out, with the reason.

The lines are compared with the table of commands: a new command that reads and has no line here
fails the test.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from supervision.cli.grammar import loaded
from supervision.cli.table import COMMANDS
from supervision.domain.kinds import KINDS

__all__ = ["EXCLUDED", "SHOWN", "lines", "reading_commands"]

EXCLUDED = {
    "init": "makes an office",
    "import cases": "enters cases",
    "import people": "enters people",
    "sweep": "runs the rules; what it did is told by sweep history",
    "sweep rehash": "changes detections",
    "rules check": "reads the named files only",
    "archive check": "reads the named folder only, without an office",
    "account add": "an act, proposed by one of the three officers",
    "account confirm": "an act of the three officers",
    "account lock": "an act of the three officers",
    "account disable": "an act of the three officers",
    "account reset": "an act of the three officers",
    "account password": "asks for a password at the terminal",
    "account unlock": "an act of the three officers",
    "account key": "an act; the key is random",
    "account revoke": "an act of the three officers",
    "plugins": "tells of the installation, not of records",
    "upgrade": "works on the store, not for an officer",
    "demo": "makes an office of its own",
}
"""Commands that are not asked, and why."""

SHOWN = {
    "access explain": "finding",
    "decision work": "decision_work",
    "decision works": "decision_work",
    "decision result": "decision_work",
    "decision read-report": "report_request",
    "decision material": "material_list",
    "decision read-material": "material_list",
    "triage show": "detection",
    "sweep show": "sweep_run",
    "plan show": "plan_entry",
    "return show": "aggregate_return",
    "retention show": "destruction",
    "finding links": "finding",
    "incoming show": "incoming_measure",
}
"""The kind of record a command is asked for by an id; by default the command's own name."""

_PEOPLE = ("101", "103", "202")
_REGISTERS = ("findings", "circulars", "inspections", "items", "attachments")
_MORE: dict[str, tuple[tuple[str, ...], ...]] = {
    "access explain": (("finding.voided",),),
    "rules explain": (("nothing",),),
    "rules try": (("nothing",),),
    "case timeline": tuple((f"案{number}",) for number in (0, 1)),
    "find": (("告知",), ("密",), ("案1",), ("检",)),
    "history": (("finding", "{finding}"), ("clock", "{clock}"), ("recusal", "{recusal}")),
    "stats count": tuple((one, "--json") for one in _REGISTERS),
    "stats tree": (("findings",),),
    "stats ratio": (("--period", "2026-03"),),
    "report monthly": (("2026-03",), ("2026-03", "--json")),
    "return export": (("--period", "2026-03", "--out", "{folder}/return.json"),),
    "return rollup": (("findings", "--period", "2026-03"),),
    "ledger list": tuple((kind.name,) for kind in KINDS),
    "ledger show": tuple((kind.name, f"{{{kind.name}}}") for kind in KINDS),
    "ledger export": tuple(
        (name, "--to", "{folder}/out.csv") for name in ("finding", "clock", "circular", "hold")
    ),
    "dossier": tuple((one, "--history") for one in _PEOPLE),
    "repeats": (("--by", "department", "--least", "1"), ("--by", "person", "--least", "1")),
    "export score": (("--period", "2026-03", "--to", "{folder}/score.csv"),),
    "archive export": (
        ("{folder}/archive", "--closed-in", "2026"),
        ("{folder}/archive", "--item", "{open item}"),
        ("{folder}/archive", "--item", "{item}"),
    ),
    "decision result": (("{decision_work}", "1"),),
    "decision read-material": (("{material_list}", "1"),),
    "decision offers": (("--department", "d1", "--material", "清单", "--on", "2026-03-02"),),
    "attachment list": (("--of", "finding", "{finding}"), ()),
    "attachment save": (("{attachment}", "--to", "{folder}/out.bin"),),
    "recusal list": ((), ("--about", "{finding}")),
    "contact list": ((), ("--about", "{finding}")),
    "finding list": ((), ("--case", "案1"), ("--json",)),
    "file show": (("--in-file", "{closed_file}"), ()),
    "file log": (("--in-file", "{closed_file}"),),
    "verify": ((), ("--json",)),
    "doctor": (("--json",),),
    "tick": (("--json",),),
    "people list": (("--all",),),
}


def _commands(path: tuple[str, ...], one: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(one, click.Group):
        yield " ".join(path), one
        return
    context = click.Context(one)
    if getattr(one, "result", None) is not None:
        yield " ".join(path), one
    for name in one.list_commands(context):
        below = one.get_command(context, name)
        assert below is not None
        yield from _commands((*path, name), below)


def reading_commands() -> dict[str, click.Command]:
    """Return every command that takes no particulars of an act, by its words."""
    every = (one for row in COMMANDS for one in _commands((row.name,), loaded(row)))
    return {
        words: one
        for words, one in every
        if not {"by", "paper", "reason"} <= {param.name for param in one.params}
    }


def lines() -> Iterator[tuple[str, ...]]:
    """Yield every line; `{kind}` in it stands for the id of a hidden record of that kind."""
    for words, one in reading_commands().items():
        if words in EXCLUDED:
            continue
        for rest in _MORE.get(words) or (_asked(words, one),):
            yield (*words.split(), *rest)


def _asked(words: str, one: click.Command) -> tuple[str, ...]:
    needed = [param.name for param in one.params if param.required]
    assert needed in ([], ["which"]), f"{words} has no line in the differential test: {needed}"
    kind = SHOWN.get(words, words.split()[0].replace("-", "_"))
    return (f"{{{kind}}}",) if needed else ()
