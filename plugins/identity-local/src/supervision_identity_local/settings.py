"""Settings of local users (本地账号设置): the table `[access.identities.local]`.

But for how long a one-time password serves, the numbers of the password rule have no default: 等级保护 asks for complexity, regular change and
lock-out and leaves the numbers to the unit's own rule, which `basis` names. The parameters of
argon2id are those RFC 9106 recommends second, for machines with little memory.
"""

from __future__ import annotations

from pathlib import Path

import attrs


@attrs.frozen(kw_only=True)
class LocalSettings:
    """Settings of the identity source `local` (本地账号设置).

    Attributes:
        file: where users and keys are kept; made when first needed, for its owner only.
        basis: the rule that gives the numbers below, as it is cited.
        least_length: characters a password has at least.
        classes: of how many of four classes (小写字母, 大写字母, 数字, 其他) it has some.
        history: how many earlier passwords must not be used again.
        max_age_days: days (calendar) after which it has to be changed; 0: never.
        failures: failed attempts that lock an account out.
        within_minutes: minutes within which they count.
        locked_minutes: minutes it is locked out after the last of them.
        one_time_days: days (calendar) after which a one-time password is good for nothing; 0: never.
        time_cost: passes of argon2id.
        memory_kib: memory of argon2id in KiB.
        parallelism: lanes of argon2id.
    """

    file: Path
    basis: str
    least_length: int
    classes: int
    history: int
    max_age_days: int
    failures: int
    within_minutes: int
    locked_minutes: int
    one_time_days: int = 7
    time_cost: int = 3
    memory_kib: int = 65_536
    parallelism: int = 4
