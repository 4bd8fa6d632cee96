"""`supervision plugins` (插件): installed, enabled, offered, and everything that is wrong."""

from __future__ import annotations

import attrs

from supervision.cli.faults import DONE, FAILED
from supervision.cli.grammar import command
from supervision.cli.results import Place
from supervision.cli.screen import Column
from supervision.cli.session import FILE, Session
from supervision.cli.texts import Text
from supervision.config import load_config
from supervision.errors import Problem, UsageError
from supervision.messages import render_problem
from supervision.plugins.survey import Survey, survey
from supervision.ports.contributions import CONTRIBUTION_TYPES

__all__ = ["PluginsFound", "looked", "plugins"]

_ENABLED = Text("已启用", "enabled")
_NOT = Text("未启用", "not enabled")
_BUILTIN = Text("内置", "built in")
_NONE = Text(
    "没有找到 {file}，只列出已安装的插件。",
    "No {file} was found; only what is installed is listed.",
)
_OFFERS = Text("提供的内容：", "What they offer:")
_FAULTS = Text(
    "有 {count} 处问题，办公室不能打开：", "{count} problems; the office cannot be opened:"
)
_PLUGINS = (
    Column("插件", "plugin", keep=True),
    Column("状态", "state", keep=True),
    Column("发行包", "distribution"),
    Column("版本", "version", keep=True),
    Column("模块", "module"),
)
_COLUMNS = (
    Column("种类", "sort", keep=True),
    Column("名称", "name", keep=True),
    Column("说明", "title"),
    Column("提供者", "offered by"),
)


@attrs.frozen(kw_only=True)
class PluginFound:
    """One plugin (插件).

    Attributes:
        name: name that enables it.
        enabled: whether the office enables it; it was imported only then.
        builtin: whether it is part of the core.
        distribution, version: what installed it.
        module: where it is.
    """

    name: str
    enabled: bool
    builtin: bool
    distribution: str
    version: str
    module: str


@attrs.frozen(kw_only=True)
class Offered:
    """One contribution (贡献): its type, its name, its titles, the plugin that offers it."""

    type: str
    name: str
    zh: str
    en: str
    plugin: str


@attrs.frozen(kw_only=True)
class PluginsFound:
    """What is installed, enabled, offered and wrong (插件一览).

    Attributes:
        plugins: every plugin.
        offers: what the enabled ones offer.
        faults: everything that would stop the office from opening.
    """

    plugins: tuple[PluginFound, ...]
    offers: tuple[Offered, ...]
    faults: tuple[Place, ...]


def looked(session: Session) -> tuple[Survey, bool]:
    """Look at all plugins; also whether there is an office that enables some."""
    try:
        return survey(load_config(session.path).plugins.enable), True
    except UsageError:
        return survey(()), False


@command("plugins", "已安装、已启用的插件", "Plugins installed and enabled", result=PluginsFound)
def plugins(session: Session) -> int:
    """List plugins."""
    found, office = looked(session)
    result = _found(found)
    session.tell(result, lambda one: _shown(session, one, found.faults, office))
    return FAILED if result.faults else DONE


def _found(survey: Survey) -> PluginsFound:
    enabled = {one.plugin for one in survey.enabled}
    known = [
        PluginFound(
            name=one.name,
            enabled=one.name in enabled,
            builtin=False,
            distribution=one.provenance.distribution,
            version=one.provenance.version,
            module=one.provenance.module,
        )
        for one in survey.installed
    ]
    names = {one.name for one in known}
    for place, one in enumerate(survey.enabled):
        if one.plugin not in names:
            known.append(
                PluginFound(
                    name=one.plugin,
                    enabled=True,
                    builtin=place == 0,
                    distribution=one.distribution,
                    version=one.version,
                    module=one.module,
                )
            )
    return PluginsFound(
        plugins=tuple(known),
        offers=tuple(
            Offered(
                type=offer.type,
                name=offer.name,
                zh=str(getattr(offer.contribution, "zh", "") or _title(offer.contribution)),
                en=str(getattr(offer.contribution, "en", "") or _title(offer.contribution)),
                plugin=offer.provenance.plugin,
            )
            for offer in survey.offers
        ),
        faults=tuple(Place(path=p.path, code=p.code, details=p.details) for p in survey.faults),
    )


def _title(contribution: object) -> str:
    return str(getattr(contribution, "title", ""))


def _shown(
    session: Session, found: PluginsFound, faults: tuple[Problem, ...], office: bool
) -> None:
    screen, lang = session.screen, session.lang
    if not office:
        screen.say(_NONE, file=FILE)
    screen.table(
        _PLUGINS,
        [
            (
                one.name,
                (_BUILTIN if one.builtin else _ENABLED if one.enabled else _NOT).of(lang),
                one.distribution,
                one.version,
                one.module,
            )
            for one in found.plugins
        ],
    )
    sorts = {kind.name: kind.en if lang == "en" else kind.zh for kind in CONTRIBUTION_TYPES}
    if found.offers:
        screen.head(_OFFERS)
        screen.table(
            _COLUMNS,
            [
                (
                    sorts.get(one.type, one.type),
                    one.name,
                    one.en if lang == "en" else one.zh,
                    one.plugin,
                )
                for one in found.offers
            ],
        )
    if faults:
        screen.head(_FAULTS, count=len(faults))
        for fault in faults:
            screen.line("  - " + render_problem(fault, lang))
