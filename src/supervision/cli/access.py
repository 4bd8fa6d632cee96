"""`supervision access` (权限): which line decides, and the lines there are."""

from __future__ import annotations

import attrs

from supervision.cli.grammar import argument, command, group
from supervision.cli.lookup import id_of
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.words import tag_name
from supervision.domain.policies import SEE, Effect, PlacedLine, PolicyMask, Scope
from supervision.office.explaining import explain_act, kind_of_act, lines_in_force

__all__ = ["Explained", "PolicyTable", "access"]

access = group(
    "access",
    "权限：由哪一条决定、列出条款，申请知悉",
    "Access: which line decides, all lines; ask to know of a matter",
)

_SCOPES = {
    Scope.SELF: Text("本人", "oneself"),
    Scope.DEPARTMENT: Text("本部门", "own department"),
    Scope.OVERSEEN: Text("分管部门", "departments overseen"),
    Scope.UNIT: Text("本院", "the unit"),
    Scope.BELOW: Text("下级院", "units below"),
    Scope.SUBTREE: Text("本院及下级院", "the unit and those below"),
    Scope.ALL: Text("全部", "everything"),
    Scope.SUBSTITUTE: Text("替代督察部门", "in place of the office"),
    Scope.GRANTED: Text("获授权的密卷", "files entered by a grant"),
    Scope.OWNER: Text("随所属记录办理", "with its record"),
}
_EFFECTS = {Effect.GRANT: Text("准许", "grant"), Effect.DENY: Text("禁止", "deny")}
_SEE = Text("知悉", "know of it")
_GRANTED = Text("准许：{act}", "Granted: {act}")
_REFUSED = Text("不准许：{act}", "Refused: {act}")
_LINE = Text(
    "条款：{line}（{file} 第 {number} 行），{effect}，范围：{scope}",
    "Line: {line} ({file} line {number}), {effect}, scope: {scope}",
)
_WHY = Text("理由：{reason}", "Reason: {reason}")
_BASIS = Text("依据：{basis}", "Basis: {basis}")
_NO_LINES = Text(
    "本办公室的权限规则不由条款组成（如 open-office），没有条款可列。",
    "The policy of this office is not made of lines, as open-office is not; there is none to list.",
)
_TITLE = Text(
    "{title}：{count} 条，禁止优先，没有写的不准许",
    "{title}: {count} lines; a deny wins, what is not said is refused",
)
_MASKS = Text("遮蔽的字段", "Masked fields")
_COLUMNS = (
    Column("条款", "line", keep=True),
    Column("效力", "effect", keep=True),
    Column("职务", "roles"),
    Column("操作", "acts"),
    Column("范围", "scope", keep=True),
    Column("理由", "reason"),
)
_MASKED = (
    Column("条款", "line", keep=True),
    Column("职务", "roles"),
    Column("种类", "kind", keep=True),
    Column("字段", "fields"),
    Column("理由", "reason"),
)


@attrs.frozen(kw_only=True)
class Explained:
    """Which line decides an act (权限说明).

    Attributes:
        act: the act.
        record: the record's id; `null` when it was asked whether the officer may at all.
        granted: whether it is allowed.
        code: code of a refusal, such as `access.no_line`.
        line: code of the deciding line; empty when no line decides.
        effect: `grant` or `deny`.
        scope: how far the line reaches.
        file, number: where it stands.
        basis: code of its basis.
        zh, en: the reason.
    """

    act: str
    record: str | None
    granted: bool
    code: str
    line: str
    effect: str
    scope: str
    file: str
    number: int
    basis: str
    zh: str
    en: str


@argument(
    "which",
    "记录的编号，可只写末尾 6 位；不写时问有没有可能办理",
    "the record's id; its last 6 letters do; without it, whether one may at all",
    label=Text("编号", "RECORD"),
    required=False,
)
@argument(
    "act",
    "操作，如 finding.claimed；see 是能否知悉，须写完整编号",
    "the act, such as finding.claimed; see asks whether it may be known of, by its whole id",
    label=Text("操作", "ACT"),
)
@command(
    "explain",
    "说明由哪一条权限条款决定",
    "Say which line of the policy decides",
    more=Text(
        "以 --as 所指人员的身份回答。看不见的记录与不存在的记录答复相同。",
        "It answers for the officer of --as. A record one may not know of answers like one that never was.",
    ),
    result=Explained,
    within=access,
)
def explain(session: Session, act: str, which: str | None) -> None:
    """Explain an act."""
    with session.reading() as view:
        kind = kind_of_act(act, which)
        id = id_of(view, kind, which) if kind is not None and which is not None else which
        told = explain_act(view, act, id)
    result = Explained(
        act=act,
        record=id,
        granted=told.permission.granted,
        code=told.permission.code,
        line=told.permission.line,
        effect=told.effect,
        scope=told.scope,
        file=told.file,
        number=told.number,
        basis=told.basis,
        zh=told.zh,
        en=told.en,
    )
    session.tell(result, lambda one: _shown(session, one))


def _shown(session: Session, told: Explained) -> None:
    screen, lang = session.screen, session.lang
    named = _SEE.of(lang) if told.act == SEE else tag_name(told.act, lang)
    screen.say(_GRANTED if told.granted else _REFUSED, act=f"{named}（{told.act}）")
    if told.line:
        screen.say(
            _LINE,
            line=told.line,
            file=told.file,
            number=told.number,
            effect=_EFFECTS[Effect(told.effect)].of(lang),
            scope=_SCOPES[Scope(told.scope)].of(lang),
        )
    if told.zh:
        screen.say(_WHY, reason=told.en if lang == "en" else told.zh)
    if told.basis:
        screen.say(_BASIS, basis=told.basis)


@attrs.frozen(kw_only=True)
class PolicyTable:
    """The lines in force (现行权限条款).

    Attributes:
        policy: name of the policy; empty of one that is not made of lines.
        lines: its lines with their places; none of a policy that is not made of lines.
        masks: masked fields.
    """

    policy: str
    lines: tuple[PlacedLine, ...]
    masks: tuple[PolicyMask, ...]


@command("policy", "列出现行权限条款", "List the lines in force", result=PolicyTable, within=access)
def policy(session: Session) -> None:
    """List the lines."""
    office = session.office
    _ = session.actor
    book = lines_in_force(office)
    table = PolicyTable(
        policy=book.code if book else "",
        lines=book.lines if book else (),
        masks=book.masks if book else (),
    )

    def shown(listed: PolicyTable) -> None:
        screen, lang = session.screen, session.lang
        if book is None:
            screen.say(_NO_LINES)
            return
        title = book.en if lang == "en" else book.zh
        screen.say(_TITLE, title=title, count=len(listed.lines))
        screen.table(_COLUMNS, [_row(one, lang) for one in listed.lines])
        if listed.masks:
            screen.head(_MASKS)
            screen.table(_MASKED, [_mask_row(one, lang) for one in listed.masks])

    session.tell(table, shown)


def _row(placed: PlacedLine, lang: str) -> tuple[str, ...]:
    line = placed.line
    kinds = f" [{' '.join(line.kinds)}]" if line.kinds else ""
    return (
        line.code,
        _EFFECTS[line.effect].of(lang),
        " ".join(line.roles),
        " ".join(line.acts) + kinds,
        _SCOPES[line.scope].of(lang),
        line.en if lang == "en" else line.zh,
    )


def _mask_row(mask: PolicyMask, lang: str) -> tuple[str, ...]:
    reason = mask.en if lang == "en" else mask.zh
    return (mask.code, " ".join(mask.roles), mask.kind, " ".join(mask.fields), reason)
