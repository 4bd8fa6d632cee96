"""What an office watches with (监控设置): its rules, its engine, its names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from supervision.config.model import OfficeConfig
from supervision.domain.recurrences import Returns
from supervision.domain.rulebooks import RuleBook
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import ConfigError
from supervision.monitoring.loading import read_book
from supervision.monitoring.overlays import overlaid
from supervision.office.directory import Directory
from supervision.plugins.binding import Bindings
from supervision.plugins.opening import guarded_pack, open_engine, open_standing
from supervision.ports.monitoring import Engine, RuleText, StandingEngine

__all__ = ["ExportNames", "Watch", "rule_file", "watch_of"]


@attrs.frozen(kw_only=True)
class Watch:
    """What an office watches with (监控设置).

    Attributes:
        book: the rules, with local adjustments.
        engine_name, engine: who evaluates them.
        standing: who evaluates them over the case store, computing what changed only; `None` where
            engine or case store cannot.
        incremental: whether a sweep of everything goes that way unless told otherwise.
        go_live: breaches before this day open no finding by their rule alone, and are
            confirmed without one.
        returns: what becomes of a fact that returns after its finding was struck off.
    """

    book: RuleBook
    engine_name: str
    engine: Engine
    standing: StandingEngine | None = None
    incremental: bool = False
    go_live: dt.date | None = None
    returns: Returns = Returns()


@attrs.frozen
class ExportNames:
    """The directory as reconciliation asks it (名称对照).

    Attributes:
        directory: the directory.
        home: the unit an export means when it names none.
    """

    directory: Directory
    home: UnitId

    def unit(self, name: str | None) -> UnitId | None:
        """Return the unit; without a name, the office's own."""
        return self.directory.resolve_unit(name).id if name else self.home

    def department(self, name: str, unit: UnitId) -> DepartmentId | None:
        """Return the unit's department, if the name is certain."""
        return self.directory.resolve_department(name, unit).id

    def officer(self, name: str, unit: UnitId) -> OfficerId | None:
        """Return the unit's officer, if the name is certain."""
        return self.directory.resolve_officer(name, unit).id


def watch_of(config: OfficeConfig, bindings: Bindings) -> Watch:
    """Read everything an office watches with, as its TOML says (读取监控设置).

    Raises:
        ConfigError: `rule.invalid`, `rule.overlay`, `file.missing`, with every problem.
        PluginFailure: a pack or the engine could not be loaded.
    """
    items = [
        (bound.contribution.name, item)
        for bound in bindings.packs
        for item in guarded_pack(bound).load()
    ]
    items += [(str(path.parent), rule_file(path)) for path in config.monitoring.rules]
    book = read_book(items)
    where = "monitoring.parameters"
    return Watch(
        book=overlaid(book, config.rule_parameters, where=where, lines=config.lines),
        engine_name=bindings.engine.contribution.name,
        engine=open_engine(bindings.engine),
        standing=open_standing(bindings.engine, bindings.cases),
        incremental=config.monitoring.incremental,
        go_live=config.monitoring.go_live,
        returns=Returns(reopen_days=config.monitoring.reopen_days),
    )


def rule_file(path: Path) -> RuleText:
    """Read a file of rules (读取规则文件).

    Raises:
        ConfigError: `file.missing`, `file.text`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError("file.missing", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("file.text", file=str(path), byte=error.start) from error
    return RuleText(name=path.name, text=text.replace("\r\n", "\n"))
