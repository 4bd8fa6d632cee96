"""`supervision demo` (示范): the whole course in the reference office, told as it goes on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

from supervision.cli.faults import DONE, REFUSED
from supervision.cli.grammar import command, flag, option
from supervision.cli.lookup import short
from supervision.cli.screen import Column, Screen
from supervision.cli.session import Session
from supervision.cli.stats import rule_names, shown_table
from supervision.cli.texts import Text, width
from supervision.cli.values import FOLDER
from supervision.domain.findings import FINDING
from supervision.domain.officers import OFFICER
from supervision.domain.values import format_points
from supervision.errors import StorageError, UsageError
from supervision.office.opening import open_office
from supervision.office.statistics import count
from supervision.ports.query import Order

__all__ = ["demo", "reference_office"]

_HEAD = Text("示范院：{folder}", "The reference office: {folder}")
_FOUND = Text(
    "注入的问题 {injected} 个，巡查发现 {found} 个，没有遗漏，也没有多报；导出表中写坏的 {unreadable} 处全部退回，没有误退。",
    "{injected} faults were injected; the sweep found {found}, missed none and saw no other. "
    "All {unreadable} spoilt places of the exports were refused, and no other.",
)
_DIFFER = Text("与生成数据时的清单不符：", "This differs from the generator's own list:")
_MISSED = Text("  遗漏：{what}", "  missed: {what}")
_EXTRA = Text("  多报：{what}", "  not injected: {what}")
_UNREAD = Text("  没有退回：{what}", "  not refused: {what}")
_OVERREAD = Text("  误退：{what}", "  refused without fault: {what}")
_CASES = Text(
    "  案件 {cases} 个、事件 {events} 个，应为 {cases_made} 个、{events_made} 个",
    "  {cases} cases and {events} events, expected {cases_made} and {events_made}",
)
_POINTS = Text(
    "考评：{entries} 笔记录，部门合计 {points} 分（示范分值，不作任何排名）。",
    "Assessment: {entries} entries, departments' points {points} in all (invented values; nothing is ranked).",
)
_PROOF = Text(
    "核验通过：{entries} 条日志、{records} 条记录、{sealed} 份密封内容相符，{held} 个检查点仍然成立。",
    "The proof holds: {entries} journal entries agree with {records} records and {sealed} sealed values; "
    "{held} checkpoints still hold.",
)
_BROKEN = Text("核验发现矛盾：", "Verification found contradictions:")
_PUBLISHED = Text(
    "公布数据与台账记录（2020 年 1 月至 2022 年 1 月）",
    "Published figures, and what the records say (January 2020 to January 2022)",
)
_WEEKS = Text(
    "此后两周，业务系统更正了一些日期，再次巡查（监控发现，件）",
    "Days were corrected in the two weeks after; swept again (detections)",
)
_OVERLAP = Text(
    "注：各条线的数据有重叠，不相加；公布带“+”的，计算值不少于公布值即为相符。",
    "Note: figures of different lines overlap and are not added; where the source says so many and "
    "more, as many suffice.",
)
_HISTORY = Text(
    "台账核验通过：{entries} 条日志、{records} 条记录、{sealed} 份密封内容相符。",
    "The proof of these books holds: {entries} journal entries agree with {records} records and "
    "{sealed} sealed values.",
)
_AGREES = Text("相符", "yes")
_DISAGREES = Text("不符", "NO")
_WHERE = Text("各样东西在：", "Where everything lies:")
_TRY = Text("接着看：", "Look further:")
_NEW = Text(
    "本次新写日志 {count} 条，用时 {seconds} 秒。",
    "{count} journal entries were written by this run, in {seconds} seconds.",
)
_NOTHING = Text(
    "这是以前建立的示范院，本次没有新增任何内容。要从头再来，加 --fresh。",
    "This office was set up before; this run created nothing new. To begin anew, add --fresh.",
)
_MARK = ".supervision-demo"
"""Marks a folder as the reference office's."""
_LEFT = 29
"""Columns before what a chapter tells."""
_FILES = {
    "office": Text("办公室配置", "settings"),
    "exports": Text("业务系统导出表", "case exports"),
    "corrections": Text("此后两周的更正", "corrections of two weeks"),
    "faults": Text("注入问题清单", "list of injected faults"),
    "records": Text("记录和日志", "records and journal"),
    "cases": Text("案件库", "case store"),
    "messages": Text("已投递的通知", "delivered messages"),
    "assessment": Text("考评表", "assessment sheet"),
    "checkpoints": Text("检查点", "checkpoints"),
    "history": Text("两年台账配置", "settings of the two years"),
}
_TABLES = (
    ("detections", ("rule",)),
    ("findings", ("department", "severity")),
    ("measures", ("rung", "state")),
    ("items", ("state",)),
)


class _Play(Protocol):
    """The story's entrance, see `play` in `examples/mawei/demo.py`."""

    def __call__(
        self,
        folder: Path,
        *,
        language: str,
        tell: Callable[[Any], None],
        watch: Callable[[Any, int], Any],
    ) -> Any: ...


def reference_office() -> Path:
    """Return the folder of the reference office: within the package, or in the source tree.

    Raises:
        UsageError: `cli.no_demo`.
    """
    spec = find_spec("supervision")
    package = Path(str(spec.origin)).parent if spec else Path()
    for folder in (package / "demo_office", package.parents[1] / "examples" / "mawei"):
        if (folder / "demo.py").is_file():
            return folder
    raise UsageError("cli.no_demo")


@contextmanager
def _story(folder: Path) -> Iterator[_Play]:
    """Import the story from its folder, which is no package."""
    sys.path.insert(0, str(folder))
    try:
        yield cast(_Play, import_module("demo").play)
    finally:
        sys.path.remove(str(folder))


@contextmanager
def _ours(folder: Path, *, fresh: bool) -> Iterator[None]:
    """Take a folder that is empty or bears our mark; no other is ever emptied.

    Raises:
        UsageError: `cli.demo_folder`, `cli.demo_old`.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise UsageError("cli.demo_folder", folder=str(folder))
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    try:
        yield
    except StorageError as error:
        if error.code != "storage.format":
            raise
        raise UsageError("cli.demo_old", folder=str(folder)) from error


@option(
    "--dir",
    "folder",
    kind=FOLDER,
    default=Path("build/demo"),
    zh="在哪个文件夹里（默认 build/demo）",
    en="in which folder (default build/demo)",
)
@flag(
    "--fresh",
    zh="删去以前的示范院，从头再来",
    en="remove the earlier reference office and begin anew",
)
@command(
    "demo",
    "在示范院里把全过程走一遍",
    "Run the whole course in the reference office",
    more=Text(
        "生成一年的案件导出表（其中有已知的问题），建立办公室，导入，巡查，研判，签发，由各部门认领整改，核验，销号，计分，"
        "导出考评表，核验日志。找到的问题与生成时的清单逐条比较；另设一个办公室走过两年，把公布的数据逐项由记录数出来比较。"
        "不符时退出码为 1。人名、案件均为虚构。",
        "Makes a year of case exports with known faults, sets up the office, imports, sweeps, triages, issues "
        "documents, lets departments claim and put right, verifies, closes, scores, exports the assessment sheet and "
        "verifies the journal. What was found is compared with the list of faults; another office lives through two "
        "years, and what was published about them is counted from its records. If they differ the exit code is 1. "
        "All names and cases are invented.",
    ),
)
def demo(session: Session, fresh: bool, folder: Path) -> int:
    """Play the story."""
    screen = session.screen
    places = iter(range(1, 100))

    def tell(chapter: Any) -> None:
        if not session.json:
            title = f"{next(places):>2} {Text(*chapter.title).of(session.lang)}"
            head = title + " " * max(2, _LEFT - width(title))
            screen.hanging(head, Text(*chapter.told).of(session.lang))

    if not session.json:
        screen.say(_HEAD, folder=folder)
    with _story(reference_office()) as play, _ours(folder, fresh=fresh):
        outcome = play(
            folder,
            language=session.lang,
            tell=tell,
            watch=lambda words, total: screen.progress(Text(*words), total),
        )
    session.tell(outcome, lambda one: _shown(screen, one))
    return DONE if outcome.ok else REFUSED


def _shown(screen: Screen, outcome: Any) -> None:
    counts, expected, proof = outcome.counts, outcome.expected, outcome.proof
    screen.line()
    if expected.holds(counts):
        screen.say(
            _FOUND,
            injected=expected.injected,
            found=expected.found,
            unreadable=expected.unreadable,
        )
    else:
        _differences(screen, outcome)
    file = outcome.files["office"]
    with open_office(file) as office, office.read(outcome.officer) as view:
        for register, by in _TABLES:
            shown_table(screen, count(view, register, by), rule_names(office, screen.lang))
        number = view.get(OFFICER, outcome.officer).staff_number
        example = view.select(FINDING, order=(Order("found_on"),), limit=1)
    screen.line()
    screen.say(_POINTS, entries=counts.score_entries, points=_points(counts.points))
    if proof.ok:
        screen.say(
            _PROOF,
            entries=proof.entries,
            records=proof.records,
            sealed=proof.sealed,
            held=proof.checkpoints_held,
        )
    else:
        _broken(screen, proof)
    _weeks(screen, outcome)
    _published(screen, outcome)
    screen.head(_WHERE)
    screen.pairs(
        [("  " + _FILES[name].of(screen.lang), str(path)) for name, path in outcome.files.items()]
    )
    screen.head(_TRY)
    start = f"  supervision --office {file} --as {number}"
    screen.line(f"{start} finding list")
    for one in example:
        screen.line(f"{start} history finding {short(one.id)}")
    screen.line()
    if outcome.new_entries:
        seconds = Fraction(outcome.milliseconds, 1000)
        screen.say(_NEW, count=outcome.new_entries, seconds=format_points(seconds, 1))
    else:
        screen.say(_NOTHING)


def _weeks(screen: Screen, outcome: Any) -> None:
    """Show what the sweeps after corrections counted."""
    screen.head(_WEEKS)
    names = ("created", "changed", "returned", "gone", "unchanged")
    screen.table(
        (
            Column("巡查日期", "Swept on", keep=True),
            Column("新增", "new", right=True),
            Column("变化", "changed", right=True),
            Column("再现", "back", right=True),
            Column("消失", "gone", right=True),
            Column("不变", "as before", right=True),
            Column("是否相符", "Agrees"),
        ),
        [
            (
                one.on,
                *(str(getattr(one, name)) for name in names),
                (_AGREES if one.agrees else _DISAGREES).of(screen.lang),
            )
            for one in outcome.weeks
        ],
    )


def _broken(screen: Screen, proof: Any) -> None:
    screen.say(_BROKEN)
    for fault in proof.faults:
        screen.line(f"  - {fault}")


def _published(screen: Screen, outcome: Any) -> None:
    """Show the published figures of two years beside those counted from records."""
    screen.head(_PUBLISHED)
    screen.table(
        (
            Column("内容", "What"),
            Column("公布", "Published", right=True),
            Column("计算", "Counted", right=True),
            Column("单位", "Unit"),
            Column("是否相符", "Agrees"),
        ),
        [
            (
                Text(one.zh, one.en).of(screen.lang),
                one.published,
                str(one.computed),
                Text(one.unit.zh, one.unit.en).of(screen.lang) if one.unit else "",
                (_AGREES if one.agrees else _DISAGREES).of(screen.lang),
            )
            for one in outcome.published
        ],
    )
    screen.say(_OVERLAP)
    proof = outcome.history
    if proof.ok:
        screen.say(_HISTORY, entries=proof.entries, records=proof.records, sealed=proof.sealed)
    else:
        _broken(screen, proof)


def _points(points: Fraction) -> str:
    return format_points(points, 1)


def _differences(screen: Screen, outcome: Any) -> None:
    counts, expected = outcome.counts, outcome.expected
    screen.say(_DIFFER)
    for text, found in (
        (_MISSED, expected.missed),
        (_EXTRA, expected.extra),
        (_UNREAD, expected.unreadable_missed),
        (_OVERREAD, expected.unreadable_extra),
    ):
        for what in found:
            screen.say(text, what=what)
    if (counts.cases, counts.events) != (expected.cases, expected.events):
        screen.say(
            _CASES,
            cases=counts.cases,
            events=counts.events,
            cases_made=expected.cases,
            events_made=expected.events,
        )
