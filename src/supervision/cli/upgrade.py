"""`supervision upgrade` (升级): bring the store to this version's format, then verify it."""

from __future__ import annotations

import attrs

from supervision.cli.faults import DONE, FAILED
from supervision.cli.grammar import command
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.verify import Verified, shown_verification, verified
from supervision.office.opening import FORMAT, upgrade_office

__all__ = ["Upgraded", "upgrade"]

_SAME = Text(
    "存储已经是本版本的格式（{format}），没有改动。",
    "The store has this version's format ({format}); nothing was changed.",
)
_DONE = Text(
    "已从格式 {found} 升级到 {format}：重建 {rebuilt} 条记录，沿用 {carried} 条。原样副本：{copy}",
    "Upgraded from format {found} to {format}: {rebuilt} records rebuilt, {carried} carried over. Untouched copy: {copy}",
)


@attrs.frozen(kw_only=True)
class Upgraded:
    """What an upgrade did (升级结果).

    Attributes:
        found: the format the store had.
        format: the format it has now.
        copy: where the untouched copy lies; empty when nothing had to be done.
        rebuilt: records rebuilt from the journal.
        carried: rows carried over.
        verified: the verification afterwards; `null` when nothing had to be done.
    """

    found: str
    format: str
    copy: str
    rebuilt: int
    carried: int
    verified: Verified | None = None


@command(
    "upgrade",
    "把存储升级到本版本的格式",
    "Bring the store to this version's format",
    more=Text(
        "先留一份原样副本，再由日志重建全部记录，最后核验。日志本身不变。",
        "An untouched copy is kept, all records are rebuilt from the journal, and the result is verified. "
        "The journal itself stays as it is.",
    ),
    result=Upgraded,
)
def upgrade(session: Session) -> int:
    """Upgrade the store."""
    report = upgrade_office(session.path)
    proof = verified(session.office, session.screen) if report.copy else None
    result = Upgraded(
        found=report.found,
        format=FORMAT,
        copy=report.copy,
        rebuilt=report.rebuilt,
        carried=report.carried,
        verified=proof,
    )

    def shown(done: Upgraded) -> None:
        if done.verified is None:
            session.screen.say(_SAME, format=done.format)
            return
        session.screen.say(
            _DONE,
            found=done.found,
            format=done.format,
            rebuilt=done.rebuilt,
            carried=done.carried,
            copy=done.copy,
        )
        shown_verification(session, done.verified)

    session.tell(result, shown)
    return DONE if proof is None or proof.ok else FAILED
