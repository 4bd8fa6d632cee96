"""What the TOML names is found and given its settings; all problems come with their lines."""

from __future__ import annotations

from pathlib import Path

import attrs
import click
import pytest

from supervision.builtin.file_channel import FileChannelSettings
from supervision.builtin.open_office import OpenOffice
from supervision.config import OfficeConfig, parse_config
from supervision.errors import ConfigError, PluginError, PluginFailure, UsageError
from supervision.plugins.binding import Bindings, bind
from supervision.plugins.host import load_plugins
from supervision.plugins.opening import (
    create_store,
    guarded_pack,
    guarded_scheme,
    load_command,
    open_calendar,
    open_cases,
    open_channel,
    open_digest,
    open_digests,
    open_engine,
    open_exporter,
    open_identifier,
    open_policy,
    open_source,
    open_standing,
    open_store,
    upgrade_store,
)
from supervision.plugins.provenance import Provenance
from supervision.plugins.registry import Offer, Registry, assemble
from supervision.ports.access import AccessPolicy, Actor, Claim, IdentitySource
from supervision.ports.assessment import AssessmentExporter, AssessmentScheme, SchemeText
from supervision.ports.backends import StorageBackend
from supervision.ports.calendars import CalendarSource
from supervision.ports.cases import CaseConnector
from supervision.ports.contributions import Command, Contribution, Digest
from supervision.ports.monitoring import RulePack, RuleText, SweepEngine
from supervision.ports.settings import NoSettings, Secret, SettingsSection

WHO = Provenance(plugin="acme", distribution="acme-plugin", version="1.2", module="acme.plugin")
HEAD = """
[office]
name = "马尾区人民检察院检务督察办公室"
unit = "350105"
[store]
backend = "memory"
[access]
policy = "open-office"
"""


def config_of(more: str = "", head: str = HEAD) -> OfficeConfig:
    return parse_config(head + more, folder=Path("/office"))


def registry_of(*more: Contribution) -> Registry:
    registry, problems = assemble(
        [*load_plugins([]).registry.offers(), *(Offer(one, WHO) for one in more)]
    )
    assert problems == ()
    return registry


def bindings_of(more: str = "", *contributions: Contribution) -> Bindings:
    return bind(config_of(more), registry_of(*contributions))


def problems_of(
    more: str, *contributions: Contribution, head: str = HEAD
) -> list[tuple[str, str, object]]:
    with pytest.raises(ConfigError) as caught:
        bind(config_of(more, head), registry_of(*contributions))
    assert caught.value.code == "config.invalid"
    return [(one.path, one.code, one.details.get("line")) for one in caught.value.problems]


def test_shipped_contributions_are_bound_by_default() -> None:
    bound = bindings_of()
    assert bound.store.contribution.name == "memory"
    assert bound.policy.contribution.name == "open-office"
    assert bound.digest.contribution.name == "sha256"
    assert bound.calendar.contribution.name == "plain"
    assert bound.engine.contribution.name == "reference"
    assert bound.cases is None
    assert (bound.packs, bound.channels, bound.identity_sources) == ((), {}, ())


def test_every_name_nobody_offers_is_told_with_its_line() -> None:
    head = HEAD.replace('"memory"', '"sqlite"').replace('"open-office"', '"opn-office"')
    more = '[journal]\ndigest = "md5"\n[monitoring]\npacks = ["none"]\n[channels.fax]\n'
    assert problems_of(more, head=head) == [
        ("store.backend", "config.not_offered", 6),
        ("access.policy", "config.not_offered", 8),
        ("journal.digest", "config.not_offered", 10),
        ("monitoring.packs[0]", "config.not_offered", 12),
        ("channels.fax.use", "config.not_offered", 13),
    ]


def test_setting_a_contribution_does_not_know_is_told_with_its_line() -> None:
    assert problems_of('[channels.file]\nfolder = "out"\ncolour = "red"\n') == [
        ("channels.file.colour", "codec.unknown_key", 11)
    ]


def test_missing_setting_is_told_with_the_line_of_its_table() -> None:
    assert problems_of("[channels.file]\n") == [("channels.file.folder", "codec.missing_key", 9)]


def test_path_of_a_setting_starts_from_the_folder_of_the_toml() -> None:
    bound = bindings_of('[channels.letters]\nuse = "file"\nfolder = "out"\n')
    assert bound.channels["letters"].settings == FileChannelSettings(folder=Path("/office/out"))


@attrs.frozen(kw_only=True)
class Gateway:
    url: str
    password: Secret | None = None


SECTION = SettingsSection(name="acme", zh="", en="", model=Gateway)


def test_settings_section_of_a_plugin_is_filled_once() -> None:
    bound = bindings_of('[plugins.settings.acme]\nurl = "sms:"\n', SECTION)
    assert bound.settings.of(SECTION) == Gateway(url="sms:")


def test_section_with_a_required_field_makes_its_table_compulsory() -> None:
    assert problems_of("", SECTION) == [("plugins.settings.acme.url", "codec.missing_key", None)]


def test_table_of_a_plugin_that_is_not_enabled_is_told() -> None:
    assert problems_of("[plugins.settings.acme]\n") == [
        ("plugins.settings.acme", "config.not_offered", 9)
    ]


def test_section_nobody_offers_cannot_be_asked_for() -> None:
    with pytest.raises(UsageError) as caught:
        bindings_of().settings.of(SECTION)
    assert caught.value.code == "plugin.section"


def test_secret_written_out_is_refused_without_being_shown() -> None:
    more = '[plugins.settings.acme]\nurl = "sms:"\npassword = "swordfish"\n'
    with pytest.raises(ConfigError) as caught:
        bind(config_of(more), registry_of(SECTION))
    assert [one.code for one in caught.value.problems] == ["config.secret_literal"]
    assert "swordfish" not in str(caught.value)


def test_settings_class_that_cannot_be_read_is_a_fault_of_its_plugin() -> None:
    @attrs.frozen(kw_only=True)
    class Broken:
        number: Missing  # noqa: F821  # a plugin's mistake

    section = SettingsSection(name="broken", zh="", en="", model=Broken)
    with pytest.raises(ConfigError) as caught:
        bind(config_of(), registry_of(section))
    (problem,) = caught.value.problems
    assert (problem.code, problem.details["plugin"]) == ("plugin.failed", "acme")


def test_backend_without_a_case_store_cannot_serve_cases() -> None:
    memory = bindings_of().store.contribution
    bare = attrs.evolve(memory, name="bare", open_cases=None)
    assert problems_of('[cases]\nbackend = "bare"\n', bare) == [
        ("cases.backend", "config.no_case_store", 10)
    ]


def test_backend_of_cases_only_cannot_serve_records() -> None:
    memory = bindings_of().store.contribution
    bare = StorageBackend(
        name="bare", zh="", en="", settings=memory.settings, open_cases=memory.open_cases
    )
    head = HEAD.replace('"memory"', '"bare"')
    assert problems_of("", bare, head=head) == [("store.backend", "config.cases_only", 6)]
    bound = attrs.evolve(bindings_of().store, contribution=bare)
    for make in (create_store, open_store):
        with pytest.raises(PluginError) as caught:
            make(bound, (), "f")
        assert caught.value.code == "plugin.cases_only"


@attrs.frozen(kw_only=True)
class EngineSettings:
    server: str
    password: Secret | None = None


ENGINE = SweepEngine(
    name="acme",
    zh="",
    en="",
    settings=EngineSettings,
    open=lambda settings: settings,
    stands_on=("memory",),
    open_standing=lambda settings, cases: (settings, cases),
)
CASES = '[cases]\nbackend = "memory"\n'
TABLE = '[monitoring]\nengine = "acme"\n{more}[monitoring.engines.acme]\nserver = "db"\n'


def test_engine_gets_its_own_table() -> None:
    bound = bindings_of(TABLE.format(more=""), ENGINE).engine
    assert bound.settings == EngineSettings(server="db")
    assert open_engine(bound).server == "db"


def test_engine_lacking_a_setting_is_told_with_its_line() -> None:
    told = problems_of('[monitoring]\nengine = "acme"\n', ENGINE)
    assert told == [("monitoring.engines.acme.server", "codec.missing_key", 9)]


def test_password_of_an_engine_must_not_be_written_out() -> None:
    told = problems_of(TABLE.format(more="") + 'password = "open"\n', ENGINE)
    assert told == [("monitoring.engines.acme.password", "config.secret_literal", 13)]


def test_table_of_an_engine_nobody_offers_is_told() -> None:
    told = problems_of("[monitoring.engines.acne]\n", ENGINE)
    assert told == [("monitoring.engines.acne", "config.not_offered", 9)]


def test_incremental_needs_an_engine_that_can() -> None:
    told = problems_of("[monitoring]\nincremental = true\n" + CASES, ENGINE)
    assert told == [("monitoring.incremental", "config.not_incremental", 10)]


def test_incremental_needs_a_case_store_the_engine_reads() -> None:
    text = TABLE.format(more="incremental = true\n")
    assert problems_of(text, ENGINE) == [("monitoring.incremental", "config.incremental_cases", 11)]
    bound = bindings_of(text + CASES, ENGINE)
    assert open_standing(bound.engine, bound.cases) is not None
    other = attrs.evolve(ENGINE, stands_on=("other",))
    bound = bindings_of(TABLE.format(more="") + CASES, other)
    assert open_standing(bound.engine, bound.cases) is None


def test_case_store_of_a_backend_is_bound() -> None:
    bound = bindings_of('[cases]\nbackend = "memory"\n')
    assert bound.cases is not None
    assert open_cases(bound.cases).count() == (0, 0)


def test_connector_gets_its_table_with_dotted_paths_made_absolute() -> None:
    given: list[object] = []

    def read(paths: tuple[Path, ...], settings: object) -> None:
        given.append((paths, settings))

    connector = CaseConnector(name="acme", title="", open=read)
    table = '[connectors.acme]\nprofile = "./own.toml"\nline = "x"\nmore = { file = "../y" }\n'
    bound = bindings_of(table, connector)
    open_source(bound.connectors["acme"], (Path("a.csv"),))
    settings = {
        "profile": str(Path("/office/own.toml")),
        "line": "x",
        "more": {"file": str(Path("/office/../y"))},
    }
    assert given == [((Path("a.csv"),), settings)]


def test_table_of_a_connector_nobody_offers_is_told() -> None:
    assert problems_of("[connectors.excel]\n") == [("connectors.excel", "config.not_offered", 9)]


class Badge:
    def identify(self, claim: Claim) -> str | None:
        return {"t": "007"}[claim.token or ""]


def test_identity_source_is_switched_on_by_its_table_and_fails_closed() -> None:
    source = IdentitySource(name="badge", zh="", en="", settings=NoSettings, open=lambda _: Badge())
    (bound,) = bindings_of("[access.identities.badge]\n", source).identity_sources
    identifier = open_identifier(bound)
    assert identifier.identify(Claim(token="t")) == "007"
    with pytest.raises(PluginFailure, match="KeyError"):
        identifier.identify(Claim(token="u"))
    assert "secret" not in repr(Claim(token="secret"))


ACTOR = Actor(id="o", unit="u", path="/u")


@pytest.mark.parametrize("answer", [None, True, "all"])
def test_policy_that_answers_nonsense_grants_nothing(answer: object) -> None:
    class Nonsense:
        def visible(self, *_: object) -> object:
            return answer

        def permits(self, *_: object) -> object:
            return answer

    policy = AccessPolicy(
        name="nonsense",
        zh="",
        en="",
        settings=NoSettings,
        open=lambda *_: Nonsense(),
    )
    registry = registry_of(policy)
    head = HEAD.replace("open-office", "nonsense")
    opened = open_policy(bind(config_of(head=head), registry).policy, frozenset())
    with pytest.raises(PluginFailure) as caught:
        opened.visible(ACTOR, "finding")
    assert caught.value.code == "plugin.answer"
    with pytest.raises(PluginFailure):
        opened.permits(ACTOR, "finding.opened", None)


def test_shipped_policy_opens_behind_the_guard() -> None:
    opened = open_policy(bindings_of().policy, frozenset({"finding"}))
    direct = OpenOffice(frozenset({"finding"}))
    assert opened.visible(ACTOR, "finding") == direct.visible(ACTOR, "finding")
    assert opened.permits(ACTOR, "finding.opened", None).granted


def test_store_opens_behind_the_guard_and_works() -> None:
    bound = bindings_of()
    for store in (create_store(bound.store, (), "f"), open_store(bound.store, (), "f")):
        with store.begin() as transaction:
            assert transaction.chains() == ()
        store.close()


def test_store_without_upgrade_says_so() -> None:
    assert upgrade_store(bindings_of().store, (), "f", lambda _: ()) is None


def test_store_factory_that_fails_is_a_failure_of_its_plugin() -> None:
    def broken(*_: object) -> None:
        raise OSError("no disk")

    memory = bindings_of().store.contribution
    bad = attrs.evolve(memory, name="bad", open=broken, create=broken, upgrade=broken)
    head = HEAD.replace('"memory"', '"bad"')
    bound = bind(config_of(head=head), registry_of(bad)).store
    with pytest.raises(PluginFailure, match="no disk"):
        open_store(bound, (), "f")
    with pytest.raises(PluginFailure, match="no disk"):
        create_store(bound, (), "f")
    with pytest.raises(PluginFailure, match="no disk"):
        upgrade_store(bound, (), "f", lambda _: ())


def test_calendar_and_engine_open() -> None:
    bound = bindings_of()
    assert open_calendar(bound.calendar).name == "plain"
    assert hasattr(open_engine(bound.engine), "sweep")


def test_calendar_that_is_none_is_a_failure() -> None:
    bad = CalendarSource(
        name="bad",
        zh="",
        en="",
        settings=NoSettings,
        open=lambda _: 7,
    )
    with pytest.raises(PluginFailure) as caught:
        open_calendar(bindings_of('[calendar]\nsource = "bad"\n', bad).calendar)
    assert caught.value.code == "plugin.answer"


def pack_of(items: list[object]) -> RulePack:
    pack = RulePack(name="acme", zh="", en="", load=lambda: items)
    (bound,) = bindings_of('[monitoring]\npacks = ["acme"]\n', pack).packs
    return guarded_pack(bound)


def test_rule_pack_is_read_to_its_end() -> None:
    text = RuleText(name="a.toml", text="")
    assert pack_of([text]).load() == (text,)


def test_rule_pack_of_something_else_is_a_failure() -> None:
    with pytest.raises(PluginFailure) as caught:
        pack_of(["rule"]).load()
    assert caught.value.code == "plugin.answer"


SCHEME = AssessmentScheme(
    name="acme", zh="", en="", load=lambda: [SchemeText(name="a.toml", text="")]
)


def test_scheme_is_bound_and_read_to_its_end() -> None:
    bound = bindings_of('[assessment]\nscheme = "acme"\n', SCHEME).scheme
    assert bound is not None
    assert guarded_scheme(bound).load() == (SchemeText(name="a.toml", text=""),)


def test_scheme_of_something_else_is_a_failure() -> None:
    bad = attrs.evolve(SCHEME, load=lambda: [1])
    bound = bindings_of('[assessment]\nscheme = "acme"\n', bad).scheme
    assert bound is not None
    with pytest.raises(PluginFailure, match=r"plugin\.answer"):
        guarded_scheme(bound).load()


def test_exporter_opens_behind_the_guard() -> None:
    class Fax:
        def export(self, *_: object) -> None:
            raise OSError("no paper")

    fax = AssessmentExporter(name="fax", zh="", en="", suffix="", open=Fax)
    exporter = open_exporter(bindings_of("", fax).exporters["fax"])
    with pytest.raises(PluginFailure, match="no paper"):
        exporter.export(None, Path(), "zh")


def test_backend_without_a_case_store_is_refused_also_by_hand() -> None:
    bound = bindings_of().store
    bare = attrs.evolve(bound, contribution=attrs.evolve(bound.contribution, open_cases=None))
    with pytest.raises(PluginError) as caught:
        open_cases(bare)
    assert caught.value.code == "plugin.no_cases"


@pytest.mark.parametrize("loaded", [click.Command("hello"), None])
def test_command_is_loaded_behind_the_guard(loaded: click.Command | None) -> None:
    registry = registry_of(Command(name="hello", zh="", en="", load=lambda: loaded))
    if loaded:
        assert load_command(registry, "hello") is loaded
    else:
        with pytest.raises(PluginFailure, match=r"plugin\.answer"):
            load_command(registry, "hello")


def test_command_nobody_offers_is_told() -> None:
    with pytest.raises(PluginError) as caught:
        load_command(registry_of(), "hello")
    assert caught.value.code == "plugin.no_provider"


def test_digest_that_raises_is_a_failure_of_its_plugin() -> None:
    bad = Digest(name="bad", zh="", en="", open=lambda: lambda _: {}["x"])
    bound = bindings_of('[journal]\ndigest = "bad"\n', bad)
    with pytest.raises(PluginFailure, match="KeyError"):
        open_digest(bound.digest)(b"")


def test_digest_this_machine_lacks_is_left_out_of_those_for_old_entries() -> None:
    def lacking() -> None:
        raise ConfigError("journal.digest", found="lost", known=())

    lost = Digest(name="lost", zh="", en="", open=lacking)
    digests = open_digests(bindings_of("", lost).digests)
    assert "lost" not in digests
    assert digests["sha256"](b"")[:4] == "e3b0"


def test_channel_opens_behind_the_guard(tmp_path: Path) -> None:
    bound = bindings_of(f'[channels.file]\nfolder = "{tmp_path.as_posix()}/out"\n')
    open_channel(bound.channels["file"])
    assert (tmp_path / "out").is_dir()
