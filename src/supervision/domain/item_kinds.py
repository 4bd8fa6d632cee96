"""Kinds of items (事项类别) as a tree, each with its workflow table, as data.

The default table follows the seed office: 拟立项 → 送审 → 已立项 / 不予立项 / 退回补充 → 交办 → 签收 →
办理中 ⇄ 已反馈 → 办结待批 → 已办结 → 已归档, beside it 中止, 撤项, 并案, 转办.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from supervision.domain.items import ItemState
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.officers import Role
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "DEFAULT_WORKFLOW",
    "ITEM_KINDS",
    "ITEM_TABLES",
    "WORKFLOWS",
    "ItemKind",
    "ItemTables",
]

_HEAD = (Role.SUPERVISION_HEAD,)
_OFFICE = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_LEADERS = (Role.CHIEF, Role.DEPUTY)
_S = ItemState
_RUNNING = (_S.OPENED, _S.ASSIGNED, _S.SIGNED, _S.IN_PROGRESS, _S.REPORTED)


def _step(
    name: str,
    sources: tuple[ItemState, ...],
    target: ItemState | None,
    roles: tuple[Role, ...] = (),
    *,
    independent: bool = False,
    reason: bool = False,
) -> Step[ItemState]:
    return Step(
        name=name,
        sources=sources,
        target=target,
        roles=roles,
        independent=independent,
        reason=reason,
    )


DEFAULT_WORKFLOW: Workflow[ItemState] = Workflow(
    code="item",
    zh="督察事项办理流程",
    en="Course of a supervised item",
    steps=(
        _step("submit", (_S.DRAFT, _S.RETURNED), _S.IN_REVIEW, _OFFICE),
        _step("open", (_S.IN_REVIEW,), _S.OPENED, _LEADERS, independent=True),
        _step("refuse", (_S.IN_REVIEW,), _S.REFUSED, _LEADERS, reason=True),
        _step("return", (_S.IN_REVIEW,), _S.RETURNED, _LEADERS, reason=True),
        _step("assign", (_S.OPENED,), _S.ASSIGNED, _OFFICE),
        _step("sign", (_S.ASSIGNED,), _S.SIGNED),
        _step("start", (_S.SIGNED,), _S.IN_PROGRESS),
        _step("report", (_S.IN_PROGRESS,), _S.REPORTED),
        _step("reject", (_S.REPORTED,), _S.IN_PROGRESS, _OFFICE, independent=True, reason=True),
        _step("propose_closing", (_S.REPORTED,), _S.CLOSING, _OFFICE, independent=True),
        _step("continue", (_S.CLOSING,), _S.IN_PROGRESS, _LEADERS, reason=True),
        _step("close", (_S.CLOSING,), _S.CLOSED, _LEADERS, independent=True),
        _step("archive", (_S.CLOSED,), _S.ARCHIVED, _OFFICE),
        _step("suspend", _RUNNING, _S.SUSPENDED, _LEADERS, reason=True),
        _step("resume", (_S.SUSPENDED,), None, _LEADERS, reason=True),
        _step("withdraw", (_S.DRAFT, _S.RETURNED, *_RUNNING), _S.WITHDRAWN, _LEADERS, reason=True),
        _step("merge", _RUNNING, _S.MERGED, _HEAD, reason=True),
        _step(
            "transfer", (_S.ASSIGNED, _S.SIGNED, _S.IN_PROGRESS), _S.ASSIGNED, _HEAD, reason=True
        ),
        _step("settle", (_S.IN_PROGRESS, _S.REPORTED), None, _OFFICE, independent=True),
        _step("correct", (_S.DRAFT, _S.RETURNED, *_RUNNING), None, _OFFICE, reason=True),
        _step(
            "void",
            (_S.DRAFT, _S.IN_REVIEW, _S.RETURNED, *_RUNNING),
            _S.VOIDED,
            _HEAD,
            independent=True,
            reason=True,
        ),
    ),
)


@attrs.frozen(kw_only=True)
class ItemKind:
    """A kind of item (事项类别).

    Attributes:
        code: stable code; the part before the last dot is the parent's.
        zh, en: title.
        workflow: code of its workflow table; `None`: the parent's.
        limit: limit that runs from assignment when the item has no due day of its own;
            `None`: the parent's. The seed office settles orders within one week (一周办结).
        opening: fields that must be filled before it can be opened (立项条件).
    """

    code: str
    zh: str
    en: str
    workflow: str | None = None
    limit: Limit | None = None
    opening: tuple[str, ...] = ()

    @property
    def parent(self) -> str | None:
        """Code of the kind above; `None` at the top."""
        return self.code.rpartition(".")[0] or None


_KINDS = (
    ItemKind(
        code="item",
        zh="督察事项",
        en="Supervised item",
        workflow="item",
        limit=Limit(count=7, unit=LimitUnit.DAY),
        opening=("source", "requirements"),
    ),
    ItemKind(code="item.enforcement", zh="执法督察", en="Supervision of case work"),
    ItemKind(code="item.accountability", zh="追责惩戒", en="Accountability"),
    ItemKind(code="item.audit", zh="内部审计", en="Internal audit"),
    ItemKind(code="item.decision", zh="决策部署督察", en="Execution of decisions"),
    ItemKind(code="item.decision.construction", zh="基建督察", en="Construction"),
    ItemKind(code="item.decision.procurement", zh="采购督察", en="Procurement"),
    ItemKind(code="item.decision.party", zh="党建督察", en="Party building"),
    ItemKind(code="item.style", zh="机关作风督察", en="Style of work"),
    ItemKind(code="item.major_case", zh="重大案件督察", en="Major cases"),
    ItemKind(code="item.superior", zh="上级部署督察", en="Orders from above"),
    ItemKind(code="item.project", zh="项目化督办", en="Project follow-up"),
)


@attrs.frozen(kw_only=True)
class ItemTables:
    """The kinds of items and their workflow tables in force (事项类别与流程表).

    Attributes:
        kinds: kinds by code.
        workflows: workflow tables by code.
    """

    kinds: Mapping[str, ItemKind]
    workflows: Mapping[str, Workflow[ItemState]]

    def kind(self, code: str) -> ItemKind:
        """Return the kind with what it inherits: workflow, limit, opening conditions.

        Raises:
            Refused: `item.unknown_kind` with the known codes.
        """
        kind = self.kinds.get(code)
        if kind is None:
            raise Refused("item.unknown_kind", found=code, known=tuple(self.kinds))
        if kind.parent is None:
            return kind
        above = self.kind(kind.parent)
        return attrs.evolve(
            kind,
            workflow=kind.workflow or above.workflow,
            limit=kind.limit or above.limit,
            opening=tuple(dict.fromkeys((*above.opening, *kind.opening))),
        )

    def workflow(self, code: str) -> Workflow[ItemState]:
        """Return the workflow table of a kind (事项流程).

        Raises:
            Refused: `item.unknown_kind`, `item.unknown_workflow`.
        """
        name = self.kind(code).workflow or ""
        if name not in self.workflows:
            known = tuple(self.workflows)
            raise Refused("item.unknown_workflow", kind=code, found=name, known=known)
        return self.workflows[name]


ITEM_KINDS: Mapping[str, ItemKind] = {kind.code: kind for kind in _KINDS}
WORKFLOWS: Mapping[str, Workflow[ItemState]] = {DEFAULT_WORKFLOW.code: DEFAULT_WORKFLOW}
ITEM_TABLES = ItemTables(kinds=ITEM_KINDS, workflows=WORKFLOWS)
"""What ships. An office replaces or extends it by files, see `[overrides]`."""
