"""The office's TOML as a model (办公室配置). Every key stands in `docs/reference/settings.md`.

Tables whose class only a plugin knows (`[store]`, `[channels.*]`, …) are kept raw beside the
name that was chosen; `supervision.plugins.binding` fills them once plugins are loaded.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import attrs

from supervision.config.locate import line_of
from supervision.config.own import Table
from supervision.domain.access_requests import DECIDERS
from supervision.domain.attachment_types import ATTACHMENT_RULES, AttachmentRules, FileType
from supervision.domain.fields import ExtraField
from supervision.domain.marks import Mark
from supervision.domain.post_separation import SEPARATED_POSTS, SeparatedPosts
from supervision.domain.posts import Role
from supervision.domain.recusal_rules import RECUSAL_RULES, RecusalRules
from supervision.domain.separation_rules import SeparationRules

__all__ = [
    "FIELD_KINDS",
    "FILE_KEYS",
    "AdministrationTable",
    "AssessmentTable",
    "AttachmentsTable",
    "ChannelTable",
    "Choice",
    "FilesTable",
    "Language",
    "MonitoringTable",
    "OfficeConfig",
    "OfficeTable",
    "OverridesTable",
    "PluginsTable",
    "RetentionTable",
    "SeparationTable",
    "Series",
]

FIELD_KINDS = ("item", "finding", "measure")
"""Kinds of records that may have the office's own fields."""


class Language(enum.Enum):
    """The office's language (语言), for messages and documents."""

    ZH = "zh"
    EN = "en"


@attrs.frozen(kw_only=True)
class OfficeTable:
    """`[office]` (办公室).

    Attributes:
        name: the office's name, as on paper.
        unit: code of the unit (院) it supervises.
        language: language of messages.
    """

    name: str
    unit: str
    language: Language = Language.ZH


@attrs.frozen(kw_only=True)
class PluginsTable:
    """`[plugins]` (插件).

    Attributes:
        enable: names of installed plugins, or dotted modules.
        settings: the tables `[plugins.settings.*]` by name.
    """

    enable: tuple[str, ...] = ()
    settings: Mapping[str, Table] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Choice:
    """A contribution chosen by name, with the settings beside the name (选用项).

    Attributes:
        name: the contribution's name.
        settings: the other keys of its table.
    """

    name: str
    settings: Table = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class FilesTable:
    """Keys of `[access]` about closed files (密卷).

    Attributes:
        highest_mark: the highest mark a file may have in this installation. A network that is
            not approved for state secrets holds at most work secrets (保守国家秘密法 art. 30–31, 64).
        deciders: roles that see access requests and decide on them.
    """

    highest_mark: Mark = Mark.WORK_SECRET
    deciders: tuple[Role, ...] = DECIDERS


FILE_KEYS = frozenset(field.name for field in attrs.fields(FilesTable))


@attrs.frozen(kw_only=True)
class ChannelTable:
    """`[channels.NAME]` (通知渠道): `name` is the table's, `choice` what delivers."""

    name: str
    choice: Choice


@attrs.frozen(kw_only=True)
class MonitoringTable:
    """`[monitoring]` (流程监控).

    Attributes:
        engine: name of the sweep engine.
        incremental: whether a sweep of everything computes only the cases that changed.
        packs: names of rule packs.
        rules: files with the office's own rules.
        go_live: first day whose facts start clocks; older ones are only listed.
        reopen_days: calendar days after the closing of a finding within which its fact, if it
            returns, takes it up again; without it a return is always a new finding linked to
            the old one.
    """

    engine: str = "reference"
    incremental: bool = False
    packs: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    go_live: dt.date | None = None
    reopen_days: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.ge(0))
    )


@attrs.frozen(kw_only=True)
class AssessmentTable:
    """`[assessment]` (考评): a scheme a plugin offers, or the office's own file, or neither.

    Attributes:
        scheme: name of an offered scheme.
        file: file with the office's own scheme.
        parameters: values the scheme leaves open, by name.
    """

    scheme: str | None = None
    file: Path | None = None
    parameters: Mapping[str, Fraction] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Series:
    """`[[series]]` (文号系列): how the numbers of one series of documents are written.

    Attributes:
        name: the series, as rungs and workflows name it.
        prefix: 代字, the text before 〔year〕, such as 马检督改.
    """

    name: str
    prefix: str


@attrs.frozen(kw_only=True)
class OverridesTable:
    """`[overrides]` (本地规则文件), read by `supervision.config.overrides`.

    Attributes:
        files: files whose ladders, workflows, kinds of items, issuers, talks and
            capacities replace or extend the shipped.
    """

    files: tuple[Path, ...] = ()


@attrs.frozen(kw_only=True)
class AttachmentsTable:
    """`[attachments]` (证据材料): which files may be kept, and how large.

    Attributes:
        allow: extensions of the allow-list; empty: all that ship and all of `types`.
        largest: bytes one file may have.
        most: attachments one record may have.
        types: the office's own types, in place of a shipped one with the same extension.
    """

    allow: tuple[str, ...] = ()
    largest: int = ATTACHMENT_RULES.largest
    most: int = ATTACHMENT_RULES.most
    types: tuple[FileType, ...] = ()

    def known(self) -> Mapping[str, FileType]:
        """Return the shipped types and the office's own by extension."""
        own = {one.extension: one for one in self.types}
        return {one.extension: one for one in ATTACHMENT_RULES.types} | own

    def rules(self) -> AttachmentRules:
        """Return what may be kept."""
        types = tuple(
            one for name, one in self.known().items() if not self.allow or name in self.allow
        )
        return AttachmentRules(types=types, largest=self.largest, most=self.most)


@attrs.frozen(kw_only=True)
class AdministrationTable:
    """`[administration]` (系统管理): what nobody may be at once, and whether a name is enough.

    Attributes:
        separated: posts that must not be held together; given, it replaces what ships.
        trust_named: whether `--as` alone is believed although an identity source asks for proof.
    """

    separated: tuple[SeparatedPosts, ...] = SEPARATED_POSTS
    trust_named: bool = False


@attrs.frozen(kw_only=True)
class RetentionTable:
    """`[retention]` (保管期限), read by `supervision.config.retention`.

    Attributes:
        schedule: a file whose lines replace or extend the packaged ones.
        terms: terms by kind of record, such as `30y`; where no source fixes one, a kind
            without is never due.
    """

    schedule: Path | None = None
    terms: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class SeparationTable:
    """`[separation]` (职责分离): who judges where the office is the object, and recusal.

    Attributes:
        substitute_for_office: code of the department, or staff number of the officer, that
            verifies and closes where the office itself is the object.
        substitute_basis: what that rests on; compulsory with it.
        recusal: rules of recusal in place of those that ship; each decider of the office states
            its basis and its reason.
    """

    substitute_for_office: str = ""
    substitute_basis: str = ""
    recusal: RecusalRules = RECUSAL_RULES

    def rules(self) -> SeparationRules:
        """Return the rules of separation."""
        return SeparationRules(
            substitute=self.substitute_for_office,
            substitute_basis=self.substitute_basis,
            recusal=self.recusal,
        )


@attrs.frozen(kw_only=True)
class OfficeConfig:
    """Everything an office's TOML says (办公室配置). All paths are absolute.

    Attributes:
        folder: what relative paths start from.
        file: the TOML; `None` when the text came from elsewhere.
        office: who it is.
        store: backend of records and journal.
        cases: backend of the case store; `None` for an office without monitoring.
        plugins: what is enabled.
        access: the access policy. There is no default: an office says who sees what.
        identity_sources: identity sources switched on, with their settings.
        digest: digest of new journal entries.
        calendar: calendar source.
        monitoring, assessment: as in the TOML.
        engines: the tables `[monitoring.engines.NAME]`, settings of sweep engines by name.
        rule_parameters: the tables `[monitoring.parameters.RULE]`, local values of rules.
        channels: notification channels.
        connectors: settings of case connectors by name.
        identities: officer (id or staff number) by operating system user.
        fields: the office's own fields by kind.
        series: number series by name.
        overrides: local files.
        attachments: what may be kept as evidence.
        administration: posts kept apart, and whether a name is enough.
        retention: how long records are kept.
        separation: who stands in for the office, and rules of recusal.
        files: what holds for closed files.
        lines: line of each key path of the text.

    Example:
        >>> from supervision.config import parse_config
        >>> config = parse_config('''
        ... [office]
        ... name = "马尾区人民检察院检务督察办公室"
        ... unit = "350105"
        ... [store]
        ... backend = "memory"
        ... [access]
        ... policy = "open-office"
        ... ''')
        >>> config.access.name, config.line("store.backend")
        ('open-office', 6)
    """

    folder: Path
    file: Path | None
    office: OfficeTable
    store: Choice
    cases: Choice | None
    plugins: PluginsTable
    access: Choice
    identity_sources: tuple[Choice, ...]
    digest: str
    calendar: Choice
    monitoring: MonitoringTable
    rule_parameters: Mapping[str, Table]
    assessment: AssessmentTable
    channels: tuple[ChannelTable, ...]
    connectors: Mapping[str, Table]
    identities: Mapping[str, str]
    fields: Mapping[str, tuple[ExtraField, ...]]
    series: tuple[Series, ...]
    overrides: OverridesTable
    attachments: AttachmentsTable = AttachmentsTable()
    administration: AdministrationTable = AdministrationTable()
    retention: RetentionTable = RetentionTable()
    separation: SeparationTable = SeparationTable()
    files: FilesTable = FilesTable()
    engines: Mapping[str, Table] = attrs.field(factory=dict)
    lines: Mapping[str, int] = attrs.field(factory=dict, repr=False, eq=False)

    def line(self, path: str) -> int | None:
        """Return the line of a key path, else of the nearest table around it."""
        return line_of(path, self.lines)

    @property
    def source(self) -> str:
        """What to call the TOML in a sentence."""
        return str(self.file) if self.file else "TOML"
