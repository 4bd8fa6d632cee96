"""The policy `open-office` (开放式权限): every known officer sees and does everything open.

It suits a small office in which all inspectors work on all items. It is shipped, and not a
default: an office names it in its TOML and so says that it wants it. Separation of duties does
not depend on it; that is decided in the domain for every office.
"""

from __future__ import annotations

import attrs

from supervision.domain.records import Record
from supervision.ports.access import AccessPolicy, Actor, Permission
from supervision.ports.query import Everything, Nothing, Predicate
from supervision.ports.settings import NoSettings

__all__ = ["OPEN_OFFICE", "OpenOffice"]

_GRANTED = Permission(granted=True)


@attrs.frozen
class OpenOffice:
    """Grants everything of the open chain to everybody known (开放式权限).

    Attributes:
        open_kinds: names of the kinds in the open chain; all others are confidential.

    Example:
        >>> from supervision.domain.values import OfficerId, UnitId
        >>> policy = OpenOffice(frozenset({"finding"}))
        >>> stranger = Actor(id=OfficerId("?"), unit=UnitId("u"), path="/u", known=False)
        >>> policy.visible(stranger, "finding") == Nothing
        True
        >>> policy.permits(stranger, "finding.opened", None).code
        'access.unknown'
    """

    open_kinds: frozenset[str]

    def visible(self, actor: Actor, kind: str) -> Predicate:
        """Return everything of an open kind to a known officer, else nothing."""
        return Everything if actor.known and kind in self.open_kinds else Nothing

    def permits(self, actor: Actor, act: str, record: Record | None) -> Permission:  # noqa: ARG002  # the act alone decides
        """Permit a known officer every act on an open kind."""
        kind = act.partition(".")[0]
        if not actor.known:
            return Permission(
                granted=False,
                code="access.unknown",
                zh="该人员不在册或当日没有任职，不能操作。请先登记人员和职务。",
                en="The officer is not registered or holds no post on that day. "
                "Register the officer and the post first.",
            )
        if kind not in self.open_kinds:
            return Permission(
                granted=False,
                code="access.confidential",
                zh="此类记录涉密，开放式权限不涉及。请为办公室选用支持涉密事项的权限规则。",
                en="Records of this kind are confidential and outside the policy open-office. "
                "Choose a policy for the office that covers them.",
            )
        return _GRANTED


def _open(_: NoSettings, open_kinds: frozenset[str]) -> OpenOffice:
    return OpenOffice(open_kinds)


OPEN_OFFICE: AccessPolicy[NoSettings] = AccessPolicy(
    name="open-office",
    zh="开放式权限（在册人员可见、可办全部非涉密事项）",
    en="open office (known officers see and do everything that is not confidential)",
    settings=NoSettings,
    open=_open,
)
"""The contribution."""
