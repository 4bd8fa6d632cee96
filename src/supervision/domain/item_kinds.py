"""Kinds of items (事项类别) as a tree: what each needs to be opened, and how long it may take.

All numbers here are data with their source: an office replaces or extends the kinds by files,
see `[overrides]`. Their workflow tables stand in `item_tables`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from supervision.domain.item_commands import ItemState
from supervision.domain.item_tables import DEFAULT_WORKFLOW, WORKFLOWS
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.officers import Role
from supervision.domain.workflows import Workflow
from supervision.errors import Refused

__all__ = [
    "DEFAULT_WORKFLOW",
    "ITEM_KINDS",
    "ITEM_TABLES",
    "WORKFLOWS",
    "ItemKind",
    "ItemTables",
]


@attrs.frozen(kw_only=True)
class ItemKind:
    """A kind of item (事项类别).

    Attributes:
        code: stable code; the part before the last dot is the parent's.
        zh, en: title.
        workflow: code of its workflow table; `None`: the parent's.
        limit: limit that runs from assignment when the item has no due day of its own;
            `None`: the parent's. The seed office settles orders within one week (一周办结).
        warnings: lead times of the warnings before the end, where the item has no warning day
            of its own; `None`: the parent's.
        opening: fields that must be filled before it can be opened (立项条件).
        inspectors: how many inspectors it needs at least to be opened; `None`: the parent's.
        approvers: roles that may open it, out of those its table allows; empty: the parent's.
        inspects: the office carries it out, so that lead and co-departments inspect and only
            the inspected are concerned; `None`: the parent's.
        basis: where its numbers and conditions come from (出处).
        valid_from, valid_until: days it may be proposed from and until.
    """

    code: str
    zh: str
    en: str
    workflow: str | None = None
    limit: Limit | None = None
    warnings: tuple[Limit, ...] | None = None
    opening: tuple[str, ...] = ()
    inspectors: int | None = None
    approvers: tuple[Role, ...] = ()
    inspects: bool | None = None
    basis: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    @property
    def parent(self) -> str | None:
        """Code of the kind above; `None` at the top."""
        return self.code.rpartition(".")[0] or None


_INQUIRY = ("inspectors", "inspected", "basis", "due_on")
"""An inspection has inspectors, somebody inspected, a basis, and a last day of its own."""
_STAGES = "检务督察工作条例（督察工作程序：不少于二人，出示依据）"

_KINDS = (
    ItemKind(
        code="item",
        zh="督察事项",
        en="Supervised item",
        workflow="item",
        limit=Limit(count=7, unit=LimitUnit.DAY),
        warnings=(Limit(count=1, unit=LimitUnit.DAY),),
        opening=("source", "requirements"),
        basis="一周办结制度",
    ),
    ItemKind(code="item.enforcement", zh="执法督察", en="Supervision of case work"),
    ItemKind(
        code="item.enforcement.special",
        zh="专项执法督察",
        en="Special inspection of case work",
        workflow="item_inspection",
        opening=_INQUIRY,
        inspectors=2,
        inspects=True,
        basis=_STAGES,
    ),
    ItemKind(code="item.accountability", zh="追责惩戒", en="Accountability"),
    ItemKind(
        code="item.audit",
        zh="内部审计",
        en="Internal audit",
        workflow="item_audit",
        opening=_INQUIRY,
        inspectors=2,
        inspects=True,
        basis=_STAGES,
    ),
    ItemKind(
        code="item.decision",
        zh="决策部署督察",
        en="Execution of decisions",
        workflow="item_decision",
        opening=("lead",),
        basis="党组决策督察规定（结果直报检察长）",
    ),
    ItemKind(code="item.decision.construction", zh="基建督察", en="Construction"),
    ItemKind(code="item.decision.procurement", zh="采购督察", en="Procurement"),
    ItemKind(code="item.decision.party", zh="党建督察", en="Party building"),
    ItemKind(code="item.style", zh="机关作风督察", en="Style of work"),
    ItemKind(
        code="item.conduct",
        zh="检风检纪督察",
        en="Inquiry into conduct",
        workflow="item_conduct",
        opening=_INQUIRY,
        inspectors=2,
        approvers=(Role.CHIEF,),
        inspects=True,
        basis="检风检纪督察规定（督察立案）",
    ),
    ItemKind(code="item.major_case", zh="重大案件督察", en="Major cases"),
    ItemKind(code="item.superior", zh="上级部署督察", en="Orders from above"),
    ItemKind(
        code="item.project",
        zh="项目化督办",
        en="Project follow-up",
        opening=("lead", "supervisor", "starts_on", "expected_effect"),
        basis="项目化督察实施细则（立项决定书）",
    ),
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
        """Return the kind with what it inherits: all that it leaves open.

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
            warnings=above.warnings if kind.warnings is None else kind.warnings,
            opening=tuple(dict.fromkeys((*above.opening, *kind.opening))),
            inspectors=above.inspectors if kind.inspectors is None else kind.inspectors,
            approvers=kind.approvers or above.approvers,
            inspects=above.inspects if kind.inspects is None else kind.inspects,
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
ITEM_TABLES = ItemTables(kinds=ITEM_KINDS, workflows=WORKFLOWS)
"""What ships. An office replaces or extends it by files, see `[overrides]`."""
