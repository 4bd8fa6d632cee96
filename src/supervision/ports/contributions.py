"""Everything a plugin may offer (贡献): one closed union of typed, named records.

Each is defined beside the Protocol its factory returns and collected here. The union is closed:
a new kind of contribution is a change of the core, and a record kind cannot be offered in 1.x.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from supervision.journal.entry import Digester
from supervision.ports.access import AccessPolicy, IdentitySource
from supervision.ports.assessment import AssessmentExporter, AssessmentScheme
from supervision.ports.backends import StorageBackend
from supervision.ports.calendars import CalendarSource
from supervision.ports.cases import CaseConnector
from supervision.ports.monitoring import RulePack, SweepEngine
from supervision.ports.notify import NotificationChannel
from supervision.ports.settings import SettingsSection

if TYPE_CHECKING:
    import click

__all__ = [
    "CONTRIBUTION_TYPES",
    "AccessPolicy",
    "AssessmentExporter",
    "AssessmentScheme",
    "CalendarSource",
    "CaseConnector",
    "Command",
    "Contribution",
    "ContributionType",
    "Digest",
    "IdentitySource",
    "NotificationChannel",
    "RulePack",
    "SettingsSection",
    "StorageBackend",
    "SweepEngine",
    "type_of",
]


@attrs.frozen(kw_only=True)
class Digest:
    """Offers a digest (摘要算法) for `[journal] digest`.

    Attributes:
        name: name in the TOML and in every header of the journal; never reused for another.
        zh, en: title.
        open: returns the function from bytes to lower-case hexadecimal text; raises
            `ConfigError` when this machine lacks the algorithm.
    """

    name: str
    zh: str
    en: str
    open: Callable[[], Digester]


@attrs.frozen(kw_only=True)
class Command:
    """Offers a command (命令), run as `supervision x NAME`.

    Attributes:
        name: name on the command line.
        zh, en: one line of help.
        load: imports and returns the click command.
    """

    name: str
    zh: str
    en: str
    load: Callable[[], click.Command]


Contribution: TypeAlias = (
    StorageBackend[Any]
    | CaseConnector
    | RulePack
    | SweepEngine[Any]
    | AssessmentScheme
    | AssessmentExporter
    | CalendarSource[Any]
    | NotificationChannel[Any]
    | IdentitySource[Any]
    | AccessPolicy[Any]
    | Digest
    | Command
    | SettingsSection[Any]
)


@attrs.frozen
class ContributionType:
    """One member of the union (贡献种类), with its title and where the TOML names it.

    Attributes:
        cls: the contribution's class.
        zh, en: title.
        setting: key path that chooses one; empty where none does.
    """

    cls: type
    zh: str
    en: str
    setting: str = ""

    @property
    def name(self) -> str:
        """The class's name, as in reports."""
        return self.cls.__name__


CONTRIBUTION_TYPES: tuple[ContributionType, ...] = (
    ContributionType(StorageBackend, "存储后端", "storage backend", "store.backend"),
    ContributionType(CaseConnector, "案件连接器", "case connector", "connectors"),
    ContributionType(RulePack, "规则包", "rule pack", "monitoring.packs"),
    ContributionType(SweepEngine, "监控引擎", "sweep engine", "monitoring.engine"),
    ContributionType(AssessmentScheme, "考评方案", "assessment scheme", "assessment.scheme"),
    ContributionType(AssessmentExporter, "考评导出", "assessment exporter"),
    ContributionType(CalendarSource, "工作日历", "working calendar", "calendar.source"),
    ContributionType(NotificationChannel, "通知渠道", "notification channel", "channels"),
    ContributionType(IdentitySource, "身份来源", "identity source", "access.identities"),
    ContributionType(AccessPolicy, "权限规则", "access policy", "access.policy"),
    ContributionType(Digest, "摘要算法", "digest", "journal.digest"),
    ContributionType(Command, "命令", "command"),
    ContributionType(SettingsSection, "设置节", "settings section", "plugins.settings"),
)
"""The union as a table; a test compares the two."""

_BY_CLASS = {kind.cls: kind for kind in CONTRIBUTION_TYPES}


def type_of(contribution: object) -> ContributionType | None:
    """Return the type of a contribution, `None` when it is no contribution at all."""
    return _BY_CLASS.get(type(contribution))
