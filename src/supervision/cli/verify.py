"""`supervision verify` (核验): chains, replay, rows, sealed values, printed checkpoints."""

from __future__ import annotations

from pathlib import Path

import attrs

from supervision.cli.faults import DONE, FAILED
from supervision.cli.grammar import command, option
from supervision.cli.screen import Column, Screen
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import INPUT
from supervision.domain.units import UNIT
from supervision.errors import AccessDenied
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.verify import ChainReport, Fault, VerificationReport
from supervision.messages import render
from supervision.office.office import Office

__all__ = ["Verified", "shown_verification", "verified", "verify"]

_READING = Text("核验条目", "Verifying entries")
_SOUND = Text(
    "核验通过：{entries} 条日志，{rows} 条记录，{blobs} 份密封内容{held}。",
    "The proof holds: {entries} journal entries, {rows} records, {blobs} sealed values{held}.",
)
_HELD = Text("，{count} 个检查点相符", ", {count} checkpoints held")
_ERASED = Text("另有 {count} 份密封内容已依规清除。", "{count} sealed values have been erased.")
_BROKEN = Text(
    "核验发现 {count} 处矛盾，请立即保全现场：",
    "Verification found {count} contradictions. Preserve everything as it is:",
)
_LINES = Text(
    "检查点（打印、签字后另存；以后用 --checkpoint 核对）：",
    "Checkpoints (print, sign and keep them elsewhere; check them later with --checkpoint):",
)
_COLUMNS = (
    Column("链", "chain"),
    Column("条目", "entries", right=True, keep=True),
    Column("末条摘要", "last digest"),
)


@attrs.frozen(kw_only=True)
class Verified:
    """The result of a verification (核验结果).

    Attributes:
        ok: whether the proof holds.
        chains: every chain with its entries and last digest.
        rows: records compared.
        blobs: sealed values checked.
        erased: sealed values without content.
        checkpoints_held: checkpoint lines that held.
        faults: contradictions.
        checkpoints: lines to print, one per chain.
    """

    ok: bool
    chains: tuple[ChainReport, ...]
    rows: int
    blobs: int
    erased: int
    checkpoints_held: int
    faults: tuple[Fault, ...]
    checkpoints: tuple[str, ...]

    @classmethod
    def of(cls, report: VerificationReport, lines: tuple[Checkpoint, ...]) -> Verified:
        """Take it from the report and the present ends of the chains."""
        return cls(
            ok=report.ok,
            chains=report.chains,
            rows=report.rows,
            blobs=report.blobs,
            erased=report.erased,
            checkpoints_held=report.checkpoints,
            faults=report.faults,
            checkpoints=tuple(point.line() for point in lines),
        )


def verified(
    office: Office,
    screen: Screen,
    lines: tuple[str, ...] = (),
    files: frozenset[str] = frozenset(),
) -> Verified:
    """Verify an office, with progress; tell of the closed files named, beside the open."""
    with screen.progress(_READING, 0) as step:
        report = office.verify(lines, lambda _: step(), files)
    return Verified.of(report, office.checkpoints(files))


def _entered(session: Session) -> frozenset[str]:
    """Return the closed file of this command line, entered, as what may be told of."""
    if session.closed is None:
        return frozenset()
    with session.reading() as view:
        place = view.place
        if place.file is None or not place.inside or place.records is not None:
            return frozenset()
        return frozenset({place.file})


@option(
    "--checkpoints",
    "file",
    kind=INPUT,
    zh="存有检查点的文件，每行一个",
    en="a file of checkpoint lines",
)
@option(
    "--checkpoint",
    "lines",
    multiple=True,
    zh="以前打印的检查点，一行",
    en="a checkpoint line printed before",
)
@command(
    "verify",
    "核验日志，打印检查点",
    "Verify the journal, print checkpoints",
    more=Text(
        "重算每条日志的摘要，重放全部变更，与每条记录逐字段比较。有矛盾时退出码为 3。",
        "Recomputes every digest, replays every change and compares every record field by field. "
        "The exit code is 3 when there is a contradiction.",
    ),
    result=Verified,
)
def verify(session: Session, lines: tuple[str, ...], file: Path | None) -> int:
    """Verify the journal."""
    if file is not None:
        found = file.read_text("utf-8").splitlines()
        lines = (*lines, *(line for line in found if line.strip()))
    result = verified(session.office, session.screen, lines, _entered(session))
    session.tell(result, lambda done: shown_verification(session, done))
    return DONE if result.ok else FAILED


def shown_verification(session: Session, done: Verified) -> None:
    """Print the result of a verification."""
    screen = session.screen
    names = _names(session)
    screen.table(
        _COLUMNS,
        [(_chain(one.chain, names), str(one.entries), one.digest[:16]) for one in done.chains],
    )
    screen.line()
    if done.ok:
        held = _HELD.tell(screen.lang, count=done.checkpoints_held) if done.checkpoints_held else ""
        entries = sum(one.entries for one in done.chains)
        screen.say(_SOUND, entries=entries, rows=done.rows, blobs=done.blobs, held=held)
    else:
        screen.say(_BROKEN, count=len(done.faults))
        for fault in done.faults:
            details = attrs.asdict(fault)
            screen.line(f"  - {render(fault.code, details, screen.lang)}")
    if done.erased:
        screen.say(_ERASED, count=done.erased)
    screen.line()
    screen.say(_LINES)
    for line in done.checkpoints:
        screen.line(f"  {line}")


def _names(session: Session) -> dict[str, str]:
    """Return the names of units; none when nobody says who acts, since proof needs nobody."""
    try:
        with session.office.read(session.reader) as view:
            return {unit.id: unit.name for unit in view.each(UNIT)}
    except AccessDenied:
        return {}


def _chain(chain: str, names: dict[str, str]) -> str:
    unit, _, rest = chain.partition("/")
    return names.get(unit, unit) + (f"/{rest}" if rest else "")
