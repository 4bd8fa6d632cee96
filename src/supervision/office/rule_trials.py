"""Trying rules out over the office's cases (规则试运行). Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from supervision.domain.cases import CaseTrace
from supervision.domain.function_rules import SweepContext
from supervision.domain.rulebooks import RuleBook
from supervision.errors import AccessDenied, ConfigError
from supervision.monitoring.loading import read_book
from supervision.monitoring.trials import Trial, try_rules
from supervision.office.office import Office
from supervision.office.sweeps import SweepRequest
from supervision.office.watching import Watch, rule_file

__all__ = ["read_rule_files", "trial"]

_ACT = "sweep_run.opened"
"""Whoever may sweep may see what a sweep would see."""


def read_rule_files(paths: tuple[Path, ...]) -> RuleBook:
    """Read rule files into one checked book (读取规则文件).

    Raises:
        ConfigError: `rule.invalid` with every problem, its file, key and line; `file.missing`,
            `file.text`; `rule.try_file` when there is no rule in the only file.
    """
    book = read_book([(str(path.parent), rule_file(path)) for path in paths])
    if not book.heads:
        raise ConfigError("rule.try_file", file=str(paths[0]) if paths else "")
    return book


def trial(
    office: Office,
    actor_id: str,
    watch: Watch,
    book: RuleBook,
    request: SweepRequest = SweepRequest(),
    *,
    limit: int,
    seed: str = "",
    progress: Callable[[], None] = lambda: None,
) -> Trial:
    """Say what rules would see in the office's cases as of now (试运行).

    Args:
        office: the office.
        actor_id: who asks; must be allowed to sweep, since hits name cases and persons.
        watch: the engine.
        book: the rules, of the office or of a file that is not in force yet.
        request: which cases; its rules are not asked.
        limit: how many hits the sample may have.
        seed: chooses the sample.
        progress: called once per case read.

    Raises:
        AccessDenied: `access.*`.
        PluginFailure: the engine failed as a whole.
    """
    with office.read(actor_id) as view:
        permission = office.policy.permits(view.actor, _ACT, None)
    if not permission.granted:
        raise AccessDenied(
            "access.refused",
            actor=actor_id,
            act=_ACT,
            reason=permission.code,
            zh=permission.zh,
            en=permission.en,
        )
    context = SweepContext(now=office.now(), calendar=office.rules.calendar)

    def read() -> Iterator[CaseTrace]:
        return (one for one in office.cases.traces(request.cases) if request.takes(one))

    return try_rules(
        watch.engine,
        book if request.is_over_all else book.of_single_cases(),
        read,
        context,
        limit=limit,
        seed=seed,
        progress=progress,
    )
