"""`supervision init` (建立办公室): file, store, unit, departments and officers, or nothing at all."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import attrs

from supervision.cli.account_credentials import GivenOut
from supervision.cli.grammar import argument, command, option
from supervision.cli.session import FILE, Session
from supervision.cli.texts import Text
from supervision.cli.values import FOLDER, INPUT, Choice
from supervision.config import OfficeConfig, load_config, parse_config
from supervision.config.model import Choice as Chosen
from supervision.domain.officers import officer_id
from supervision.domain.units import unit_id
from supervision.errors import StorageError, UsageError
from supervision.office.dictionary_files import read_bases, read_problem_codes
from supervision.office.entering import (
    Entered,
    enter_bases,
    enter_problem_codes,
    load_people,
)
from supervision.office.identity import os_user
from supervision.office.office import Office
from supervision.office.officers_file import OfficersFile, enter_officers_file, read_officers
from supervision.office.opening import create_office
from supervision.office.people_file import PeopleFile, read_people

__all__ = ["Initiated", "init", "sample"]

_MADE = Text("已建立督察办公室“{name}”（{unit}）。", "The office “{name}” ({unit}) is set up.")
_FILE = Text("配置：{file}", "Settings: {file}")
_ENTERED = Text(
    "院、部门、人员：{people} 条；依据：{bases} 条；问题分类：{codes} 条。",
    "Unit, departments, officers: {people}; bases: {bases}; problem codes: {codes}.",
)
_OFFICER = Text(
    "三员账号 {login}，一次性口令：{secret}", "Account {login}, one-time password: {secret}"
)
_OFFICER_PLAIN = Text("三员账号 {login}", "Account {login}")
_NEXT = Text(
    "下一步：进入该文件夹，运行 supervision import cases，再运行 supervision sweep。",
    "Next: go to the folder, run supervision import cases, then supervision sweep.",
)


_POLICIES = ("open-office", "procuratorate")
_POLICY = Choice(
    {
        "open-office": Text("开放式", "open office"),
        "procuratorate": Text("检察院", "procuratorate"),
    }
)


@attrs.frozen(kw_only=True)
class Initiated:
    """An office was set up (已建立办公室).

    Attributes:
        file: its TOML.
        wrote_file: whether the TOML was written now, from the sample.
        name: the office's name.
        unit: code of its unit.
        officer: id of the officer who set it up.
        people: units, departments and officers entered.
        bases: bases entered.
        codes: problem codes entered.
        three: the first three officers, with `--officers`.
    """

    file: Path
    wrote_file: bool
    name: str
    unit: str
    officer: str
    people: int
    bases: int
    codes: int
    three: tuple[GivenOut, ...] = ()


@attrs.frozen
class _Files:
    people: tuple[Path, ...]
    bases: tuple[Path, ...]
    codes: tuple[Path, ...]
    officers: OfficersFile | None = None


def sample(people: PeopleFile, founder: str, user: str | None, policy: str = _POLICIES[0]) -> str:
    """Return the sample TOML for the unit of the founder (配置样本)."""
    home = next(one.unit for one in people.officers if one.number == founder)
    unit = next(one for one in people.units if one.code == home)
    text = (files("supervision.cli") / "sample.toml").read_text("utf-8")
    identity = f'"{_escaped(user)}" = "{_escaped(founder)}"' if user else f'# user = "{founder}"'
    return (
        text.replace("@NAME@", _escaped(f"{unit.name}检务督察部门"))
        .replace("@UNIT@", _escaped(unit.code))
        .replace("@IDENTITY@", identity)
        .replace("@POLICY@", policy)
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@option(
    "--policy",
    default=_POLICIES[0],
    kind=_POLICY,
    zh="权限规则，写入新的配置：open-office 或 procuratorate",
    en="the access policy of the new settings: open-office or procuratorate",
)
@option(
    "--codes",
    multiple=True,
    kind=INPUT,
    zh="问题分类文件（TOML）",
    en="file of problem codes (TOML)",
)
@option(
    "--officers",
    kind=INPUT,
    zh="首任三员文件（TOML）：系统管理员、安全保密管理员、安全审计员",
    en="file of the first three officers (TOML)",
)
@option("--bases", multiple=True, kind=INPUT, zh="依据文件（TOML）", en="file of bases (TOML)")
@option(
    "--people",
    multiple=True,
    kind=INPUT,
    required=True,
    zh="院、部门、人员文件（TOML）",
    en="file of unit, departments, officers (TOML)",
)
@argument(
    "folder",
    "放办公室的文件夹",
    "folder of the office",
    label=Text("文件夹", "FOLDER"),
    kind=FOLDER,
)
@command(
    "init",
    "建立一个督察办公室",
    "Set up an office",
    more=Text(
        "没有 office.toml 时，按样本写一份，并把当前系统用户登记为 --as 所指的人员。已经建立的办公室不会被改动；"
        "出错时什么都不留下。",
        "Without an office.toml one is written from the sample, in which the system's user stands for the "
        "officer of --as. An office that exists is not touched; after an error nothing is left behind.",
    ),
    result=Initiated,
)
def init(
    session: Session,
    folder: Path,
    people: tuple[Path, ...],
    bases: tuple[Path, ...],
    codes: tuple[Path, ...],
    officers: Path | None,
    policy: str,
) -> None:
    """Set up an office."""
    if not session.claimed:
        raise UsageError("cli.founder")
    three = read_officers(officers) if officers is not None else None
    given = _Files(people, bases, codes, three)
    first = read_people(people[0])
    if not first.units:
        raise UsageError("cli.no_unit", path=str(people[0]))
    if session.claimed not in [one.number for one in first.officers]:
        raise UsageError("cli.founder_unknown", found=session.claimed, path=str(people[0]))
    file = folder.absolute() / FILE
    fresh = not file.exists()
    if fresh:
        text = sample(first, session.claimed, os_user(), policy)
        config = parse_config(text, folder=file.parent, file=file)
    else:
        config = load_config(file)
    rehearse(config, given, session.claimed)
    made_folder = _make(folder)
    try:
        if fresh:
            file.write_text(text, "utf-8")
        office = _created(config, folder)
    except BaseException:
        if fresh:
            file.unlink(missing_ok=True)
        if made_folder:
            folder.rmdir()
        raise
    session.use(office)
    entered = _enter(office, given, session.claimed)
    result = Initiated(
        file=file,
        wrote_file=fresh,
        name=config.office.name,
        unit=config.office.unit,
        officer=officer_id(office.unit, session.claimed),
        people=entered[0].created,
        bases=entered[1].created,
        codes=entered[2].created,
        three=_given_out(office, three),
    )

    def shown(done: Initiated) -> None:
        screen = session.screen
        screen.say(_MADE, name=done.name, unit=done.unit)
        screen.say(_FILE, file=done.file)
        screen.say(_ENTERED, people=done.people, bases=done.bases, codes=done.codes)
        for one in done.three:
            screen.say(
                _OFFICER if one.secret else _OFFICER_PLAIN, login=one.login, secret=one.secret
            )
        screen.say(_NEXT)

    session.tell(result, shown)


def _make(folder: Path) -> bool:
    if folder.exists():
        return False
    folder.mkdir(parents=True)
    return True


def _created(config: OfficeConfig, folder: Path) -> Office:
    try:
        return create_office(config)
    except StorageError as error:
        if error.code == "storage.exists":
            raise UsageError("cli.office_exists", path=str(folder)) from error
        raise


def rehearse(config: OfficeConfig, given: _Files, founder: str) -> None:
    """Enter everything into a store in memory first, so that a wrong file leaves nothing behind."""
    monitoring = attrs.evolve(config.monitoring, incremental=False)  # which needs a case store
    trial = attrs.evolve(
        config, store=Chosen(name="memory"), cases=None, channels=(), monitoring=monitoring
    )
    with create_office(trial) as office:
        _enter(office, given, founder)


def _enter(office: Office, given: _Files, founder: str) -> tuple[Entered, Entered, Entered]:
    actor = officer_id(office.unit, founder)
    people = sum((load_people(office, actor, read_people(one)) for one in given.people), Entered())
    bases, codes = Entered(), Entered()
    if given.bases or given.codes:
        with office.work(actor, unit_id(office.parts.unit)) as work:
            bases = sum((enter_bases(work, read_bases(one)) for one in given.bases), Entered())
            codes = sum(
                (enter_problem_codes(work, read_problem_codes(one)) for one in given.codes),
                Entered(),
            )
            work.commit()
    if given.officers is not None:
        with office.work(actor, unit_id(office.parts.unit)) as work:
            enter_officers_file(work, given.officers)
            work.commit()
    return people, bases, codes


def _given_out(office: Office, three: OfficersFile | None) -> tuple[GivenOut, ...]:
    """Return the logins of the three, with one-time passwords where these are given out."""
    if three is None:
        return ()
    credentials = office.parts.credentials
    return tuple(
        GivenOut(
            login=one.login_name,
            secret=""
            if credentials is None
            else credentials.give_password(one.login_name, officer_id(office.unit, one.number)),
        )
        for one in three.by_role().values()
    )
