"""The file of the first three officers (首任三员文件), for `supervision init --officers`.

```toml
[system_admin]
number = "mw901"                 # staff number
name = "周八"                     # for whom the people file does not have
category = "administrative"      # the same
login = "zhouba"                 # by default the staff number

[security_admin]
number = "mw902"

[auditor]
number = "mw903"
```
"""

from __future__ import annotations

from pathlib import Path

import attrs

from supervision.domain.officers import OFFICER, Category, officer_id
from supervision.domain.posts import Role
from supervision.errors import NotFound
from supervision.office.accounts import FirstOfficer, found_three_officers
from supervision.office.people import register_officer
from supervision.office.toml_files import read_file
from supervision.office.work import Work

__all__ = ["FirstEntry", "OfficersFile", "enter_officers_file", "read_officers"]


@attrs.frozen(kw_only=True)
class FirstEntry:
    """One of the three (首任三员之一).

    Attributes:
        number: staff number.
        name: the name, for somebody who is not registered yet.
        category: personnel category, for the same.
        login: login name; by default the staff number.
    """

    number: str
    name: str | None = None
    category: Category | None = None
    login: str | None = None

    @property
    def login_name(self) -> str:
        """The login name."""
        return self.login or self.number


@attrs.frozen(kw_only=True)
class OfficersFile:
    """The first three officers (首任三员).

    Attributes:
        system_admin: 系统管理员.
        security_admin: 安全保密管理员.
        auditor: 安全审计员.
    """

    system_admin: FirstEntry
    security_admin: FirstEntry
    auditor: FirstEntry

    def by_role(self) -> dict[Role, FirstEntry]:
        """Return the three by their posts."""
        return {
            Role.SYSTEM_ADMIN: self.system_admin,
            Role.SECURITY_ADMIN: self.security_admin,
            Role.AUDITOR: self.auditor,
        }


def read_officers(path: Path) -> OfficersFile:
    """Read the file strictly (读取首任三员文件).

    Raises:
        CodecError: `file.invalid` with every problem.
        ConfigError: `file.missing`.
    """
    return read_file(OfficersFile, path, lambda _: ())


def enter_officers_file(work: Work, file: OfficersFile) -> tuple[str, ...]:
    """Register who is not yet, then appoint the three (录入首任三员); return their accounts.

    Raises:
        NotFound: `record.not_found` for somebody not registered, without name and category.
        Refused: what `found_three_officers` refuses.
    """
    for one in file.by_role().values():
        id = officer_id(work.unit, one.number)
        if work.peek(OFFICER, id) is not None:
            continue
        if one.name is None or one.category is None:
            raise NotFound("record.not_found", kind=OFFICER.name, id=one.number)
        register_officer(work, one.number, one.name, one.category)
    return found_three_officers(
        work,
        {
            role: FirstOfficer(officer=officer_id(work.unit, one.number), login=one.login_name)
            for role, one in file.by_role().items()
        },
    )
