"""`supervision doctor` (检查环境): everything an office stands on, one line each, with what to do."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import attrs

from supervision.cli.faults import DONE, FAILED
from supervision.cli.grammar import command
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.config import OfficeConfig, load_config
from supervision.domain.values import EARLIEST, LATEST, day_of
from supervision.errors import SupervisionError, UsageError
from supervision.messages import render_error, render_problem
from supervision.office.opening import FORMAT, system_now
from supervision.plugins.survey import survey

__all__ = ["Check", "Diagnosis", "Health", "doctor"]

_PACKAGES = ("attrs", "cattrs", "click", "pluggy", "rich")
_OLDEST = (3, 11)
_GRACE = 120
"""Seconds a file may be newer than the clock, on a shared folder."""


class Health(enum.Enum):
    """How a check came out (检查结论)."""

    GOOD = "good"
    NOTE = "note"
    """To be looked at; the office works."""
    BAD = "bad"
    """The office cannot work, or its proof is in danger."""


_MARKS = {
    Health.GOOD: Text("正常", "ok"),
    Health.NOTE: Text("注意", "note"),
    Health.BAD: Text("有误", "wrong"),
}


@attrs.frozen(kw_only=True)
class Check:
    """One thing looked at (检查项).

    Attributes:
        code: stable code.
        health: `good`, `note` or `bad`.
        text: what was found and, unless good, what to do; in the language chosen.
    """

    code: str
    health: Health
    text: str


@attrs.frozen(kw_only=True)
class Diagnosis:
    """All checks (检查结果).

    Attributes:
        checks: the checks.
        healthy: whether none is `bad`.
    """

    checks: tuple[Check, ...]
    healthy: bool


_NAMES = {
    "python": Text("Python", "Python"),
    "packages": Text("软件包", "packages"),
    "digest": Text("摘要算法", "digests"),
    "clock": Text("时钟", "clock"),
    "office": Text("配置", "settings"),
    "plugins": Text("插件", "plugins"),
    "store": Text("存储", "store"),
    "calendar": Text("工作日历", "calendar"),
    "folder": Text("文件夹", "folder"),
    "actor": Text("办理人", "officer"),
}
_T = {
    "python": Text("{found}，{system}", "{found}, {system}"),
    "python.old": Text(
        "{found} 太旧，需要 3.11 或更高版本", "{found} is too old; 3.11 or later is needed"
    ),
    "packages": Text("{found}", "{found}"),
    "packages.missing": Text("缺少：{found}。请重新安装", "missing: {found}. Install again"),
    "digest": Text("sha256、sm3 可用", "sha256 and sm3 are available"),
    "digest.sm3": Text(
        "sha256 可用；本机的 Python 没有 sm3，不能在 [journal] 中选用",
        "sha256 is available; this Python has no sm3, it cannot be chosen in [journal]",
    ),
    "clock": Text("{now}（办公时间，UTC+08:00）", "{now} (office time, UTC+08:00)"),
    "clock.range": Text(
        "本机日期 {now} 显然不对，请先校准",
        "this machine's date {now} is plainly wrong; set it first",
    ),
    "clock.behind": Text(
        "{file} 的修改时间 {found} 晚于本机时间 {now}，请先校准时钟",
        "{file} was changed at {found}, later than this machine's {now}; set the clock first",
    ),
    "office": Text("{file}", "{file}"),
    "office.none": Text(
        "没有找到 office.toml，只检查本机。建立办公室用 supervision init",
        "no office.toml was found; only the machine is checked. Set up an office with supervision init",
    ),
    "plugins": Text("已启用 {found}", "enabled: {found}"),
    "plugins.none": Text("没有启用插件", "none is enabled"),
    "store": Text("可以打开，格式 {format}", "opens, format {format}"),
    "calendar": Text("{name}，覆盖 {year} 年", "{name}, covers {year}"),
    "calendar.next": Text(
        "{name} 没有 {missing} 年的放假安排，按工作日算到那一年的期限标为“暂定”，有了数据再推算",
        "{name} has no notice for {missing}; limits in working days that reach into it are provisional "
        "and computed again once it has",
    ),
    "calendar.plain": Text(
        "{name} 只知道周六、周日，所有涉及工作日和节假日顺延的期限都标为“暂定”",
        "{name} knows only Saturdays and Sundays; every limit over working days or holidays is provisional",
    ),
    "folder": Text("{folder} 可以写入", "{folder} can be written"),
    "folder.closed": Text(
        "{folder} 不能写入，请核对权限", "{folder} cannot be written; check the permissions"
    ),
    "actor": Text("{name}（{id}）", "{name} ({id})"),
}
_COLUMNS = (
    Column("结论", "result", keep=True),
    Column("检查项", "check", keep=True),
    Column("情况", "what was found"),
)


@command(
    "doctor",
    "检查运行环境",
    "Check the surroundings",
    more=Text(
        "只看不改。有一项有误时退出码为 3。",
        "It changes nothing. The exit code is 3 when a check is wrong.",
    ),
    result=Diagnosis,
)
def doctor(session: Session) -> int:
    """Check everything."""
    checks = tuple(_Doctor(session).all())
    result = Diagnosis(checks=checks, healthy=all(one.health is not Health.BAD for one in checks))

    def shown(found: Diagnosis) -> None:
        lang = session.lang
        session.screen.table(
            _COLUMNS,
            [
                (_MARKS[one.health].of(lang), _NAMES[one.code].of(lang), one.text)
                for one in found.checks
            ],
        )

    session.tell(result, shown)
    return DONE if result.healthy else FAILED


class _Doctor:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._lang = session.lang
        self._today = day_of(system_now())

    def all(self) -> Iterator[Check]:
        """Yield every check; what needs an office only where there is one."""
        yield self._python()
        yield self._packages()
        yield self._digest()
        try:
            file = self._session.path
        except UsageError:
            yield self._clock(None)
            yield self._note("office", "office.none")
            return
        yield self._clock(file.parent)
        yield self._folder(file.parent)
        try:
            config = load_config(file)
        except SupervisionError as error:
            yield self._bad("office", error)
            return
        yield self._good("office", "office", file=file)
        yield from self._plugins(config)
        yield from self._office()

    def _tell(self, code: str, health: Health, text: str, **details: object) -> Check:
        return Check(code=code, health=health, text=_T[text].tell(self._lang, **details))

    def _good(self, code: str, text: str, **details: object) -> Check:
        return self._tell(code, Health.GOOD, text, **details)

    def _note(self, code: str, text: str, **details: object) -> Check:
        return self._tell(code, Health.NOTE, text, **details)

    def _bad(self, code: str, error: SupervisionError) -> Check:
        return Check(code=code, health=Health.BAD, text=render_error(error, self._lang))

    def _python(self) -> Check:
        found, system = platform.python_version(), platform.platform(terse=True)
        if sys.version_info < _OLDEST:
            return self._tell("python", Health.BAD, "python.old", found=found)
        return self._good("python", "python", found=found, system=system)

    def _packages(self) -> Check:
        found, missing = [], []
        for name in _PACKAGES:
            try:
                found.append(f"{name} {version(name)}")
            except PackageNotFoundError:
                missing.append(name)
        if missing:
            return self._tell("packages", Health.BAD, "packages.missing", found=", ".join(missing))
        return self._good("packages", "packages", found=", ".join(found))

    def _digest(self) -> Check:
        if "sm3" in hashlib.algorithms_available:
            return self._good("digest", "digest")
        return self._note("digest", "digest.sm3")

    def _clock(self, folder: Path | None) -> Check:
        now = dt.datetime.now(dt.UTC)
        told = now.astimezone(dt.timezone(dt.timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S")
        if not EARLIEST <= self._today <= LATEST or self._today.year < 2020:
            return self._tell("clock", Health.BAD, "clock.range", now=told)
        files = folder.iterdir() if folder is not None and folder.is_dir() else ()
        for file in files:
            changed = file.stat().st_mtime
            if changed > now.timestamp() + _GRACE:
                found = dt.datetime.fromtimestamp(changed, dt.UTC).isoformat(timespec="seconds")
                return self._tell(
                    "clock", Health.BAD, "clock.behind", file=file.name, found=found, now=told
                )
        return self._good("clock", "clock", now=told)

    def _folder(self, folder: Path) -> Check:
        if os.access(folder, os.W_OK | os.X_OK):
            return self._good("folder", "folder", folder=folder)
        return self._tell("folder", Health.BAD, "folder.closed", folder=folder)

    def _plugins(self, config: OfficeConfig) -> Iterator[Check]:
        found = survey(config.plugins.enable)
        for fault in found.faults:
            text = render_problem(fault, self._lang)
            yield Check(code="plugins", health=Health.BAD, text=text)
        if found.faults:
            return
        names = [
            f"{one.plugin} {one.version}".strip()
            for one in found.enabled
            if one.plugin in config.plugins.enable
        ]
        if names:
            yield self._good("plugins", "plugins", found=", ".join(names))
        else:
            yield self._note("plugins", "plugins.none")

    def _office(self) -> Iterator[Check]:
        try:
            office = self._session.office
        except SupervisionError as error:
            yield self._bad("store", error)
            return
        yield self._good("store", "store", format=FORMAT)
        yield self._calendar()
        try:
            with self._session.reading() as view:
                from supervision.office.directory import Directory

                name = Directory.of(view).name_of(view.actor.id)
                yield self._good("actor", "actor", name=name, id=view.actor.id)
        except SupervisionError as error:
            yield attrs.evolve(self._bad("actor", error), health=Health.NOTE)
        try:
            _ = office.parts.watch and office.watch
        except SupervisionError as error:
            yield self._bad("office", error)

    def _calendar(self) -> Check:
        calendar = self._session.office.rules.calendar
        year = self._today.year
        missing = [one for one in (year, year + 1) if not calendar.covers(one)]
        if not calendar.years:
            return self._note("calendar", "calendar.plain", name=calendar.name)
        if missing:
            told = ", ".join(str(one) for one in missing)
            return self._note("calendar", "calendar.next", name=calendar.name, missing=told)
        return self._good("calendar", "calendar", name=calendar.name, year=year)
