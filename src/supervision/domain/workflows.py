"""Workflow tables (流程表): which step leads from which state to which, as data.

Items, findings and measures all run on such a table; a step says who may take it, whether a
reason is compulsory and whether it must be taken by somebody not concerned.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import attrs

from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed, check_role, check_step
from supervision.errors import Refused

__all__ = ["Step", "Workflow"]

S = TypeVar("S", bound=enum.Enum)


@attrs.frozen(kw_only=True)
class Step(Generic[S]):
    """One line of a workflow table (流程步骤).

    Attributes:
        name: the step, such as `claim`.
        sources: states it may be taken in.
        target: state it leads to; `None` keeps or restores a state the decision names.
        roles: roles that may take it; empty: whoever the access policy permits.
        independent: refused to whoever is concerned, see `separation`.
        reason: whether a reason is compulsory.
    """

    name: str
    sources: tuple[S, ...]
    target: S | None = None
    roles: tuple[Role, ...] = ()
    independent: bool = False
    reason: bool = False


@attrs.frozen(kw_only=True)
class Workflow(Generic[S]):
    """A workflow table (流程表) of one kind of record.

    Attributes:
        code: name of the table.
        zh, en: title.
        steps: its lines; a name may occur once.
    """

    code: str
    zh: str
    en: str
    steps: tuple[Step[S], ...]
    _by_name: Mapping[str, Step[S]] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(lambda self: {one.name: one for one in self.steps}, takes_self=True),
    )

    def steps_from(self, state: S) -> tuple[str, ...]:
        """Return the names of the steps possible in `state`, in table order."""
        return tuple(step.name for step in self.steps if state in step.sources)

    def check(
        self,
        name: str,
        state: S,
        deed: Deed,
        concerned: Concerned | Callable[[], Concerned] = Concerned(),
    ) -> Step[S]:
        """Return the step if it may be taken now, by this author.

        Args:
            name, state: the step, and where the record is.
            deed: who takes it.
            concerned: who may not take it where it is independent, or what tells that.

        Raises:
            Refused: `workflow.step` with the steps possible now, `separation.*`,
                `act.reason_missing`, `act.reason_line`.
        """
        step = self._by_name.get(name)
        if step is None or state not in step.sources:
            raise Refused(
                "workflow.step",
                workflow=self.code,
                step=name,
                state=state.value,
                possible=self.steps_from(state),
            )
        if step.independent:
            known = concerned() if callable(concerned) else concerned
            check_step(name, deed.standing, step.roles, known)
        else:
            check_role(name, deed.standing, step.roles)
        if step.reason:
            deed.explained()
        return step
