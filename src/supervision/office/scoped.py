"""Acting within a key's scope (限定范围): a policy that grants no more than the key is good for.

A scope narrows what the officer who answers for a service may do; it grants nothing. A kind in it
(`finding`) stands for every act on it, an act (`finding.opened`) for that alone. What an act has
to read, such as the officers and departments it names, stays visible as the policy says: the
scope limits what is written.
"""

from __future__ import annotations

import attrs

from supervision.domain.policies import SEE, PolicyBook
from supervision.domain.records import Record
from supervision.office.office import Office
from supervision.ports.access import Actor, Explaining, Explanation, Permission, Policy
from supervision.ports.query import Predicate

__all__ = ["ScopedPolicy", "scoped"]

_OUTSIDE = "access.scope"


@attrs.frozen
class ScopedPolicy:
    """Permits what another policy permits, within a scope (范围内权限).

    Attributes:
        policy: the office's.
        scope: kinds and acts.
    """

    policy: Policy
    scope: tuple[str, ...]

    def visible(self, actor: Actor, kind: str) -> Predicate:
        """Return what the office's policy says."""
        return self.policy.visible(actor, kind)

    def permits(self, actor: Actor, act: str, record: Record | None) -> Permission:
        """Permit an act within the scope if the office's policy does."""
        if act not in self.scope and act.partition(".")[0] not in self.scope:
            return Permission(
                granted=False,
                code=_OUTSIDE,
                zh=f"此密钥不能用于 {act}。请由系统管理员另行签发相应范围的密钥。",
                en=f"This key is not good for {act}. Ask the system administrator for one that is.",
            )
        return self.policy.permits(actor, act, record)

    def explain(self, actor: Actor, act: str, record: Record | None) -> Explanation:
        """Say why, as the office's policy does within the scope."""
        permission = self.permits(actor, act, record)
        within = act == SEE or permission.code != _OUTSIDE
        if within and isinstance(self.policy, Explaining):
            return self.policy.explain(actor, act, record)
        return Explanation(act=act, permission=permission, zh=permission.zh, en=permission.en)

    def masked(self, actor: Actor, kind: str) -> frozenset[str]:
        """Return the fields the office's policy masks: a key reads no more than its officer."""
        policy = self.policy
        return policy.masked(actor, kind) if isinstance(policy, Explaining) else frozenset()

    def book(self) -> PolicyBook:
        """Return the lines of the office's policy."""
        if isinstance(self.policy, Explaining):
            return self.policy.book()
        return PolicyBook(code="", zh="", en="")


def scoped(office: Office, scope: tuple[str, ...] | None) -> Office:
    """Return the office as a key of that scope may use it; the same one without a scope.

    It shares store and clock with the office it is made of: close one of them only.
    """
    if scope is None:
        return office
    return Office(attrs.evolve(office.parts, policy=ScopedPolicy(office.policy, scope)))
