"""Every model that a repository names, and whether a policy lets it pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import llmsurvey
from llmsurvey.answers.check import CheckModelsAnswer
from llmsurvey.answers.check_policy import Policy, PolicyError, read_policy
from llmsurvey.registry.registry import Registry

pytestmark = pytest.mark.usefixtures("warm_cache")

Check = Callable[..., CheckModelsAnswer]

VICUNA = "lmsys/vicuna-7b-v1.1"
OPEN = "tiiuae/falcon-7b"
LLAMA_2 = "meta-llama/Llama-2-7b-hf"


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check code that loads some models against the text of a policy."""

    def run(*names: str, policy: str | None = None, registry: str | None = None) -> CheckModelsAnswer:
        folder = tmp_path / "repo"
        folder.mkdir(exist_ok=True)
        (folder / "app.py").write_text("".join(f'AutoModel.from_pretrained("{name}")\n' for name in names))
        file = None
        if policy is not None:
            file = tmp_path / "policy.yaml"
            file.write_text(policy)
        layers = []
        if registry is not None:
            (tmp_path / "mine.yaml").write_text(registry)
            layers.append(str(tmp_path / "mine.yaml"))
        return llmsurvey.open(registry=layers).check(folder, policy=file)

    return run


def _passing(answer: CheckModelsAnswer) -> dict[str, str]:
    return {entry.name: entry.passes for entry in answer.entries}


def test_without_a_policy_commercial_use_must_be_allowed(check: Check) -> None:
    answer = check(VICUNA, OPEN, LLAMA_2, "nobody/knows-it", "gpt2")
    assert _passing(answer) == {
        VICUNA: "no",
        "nobody/knows-it": "no",
        OPEN: "yes",
        LLAMA_2: "yes",
        "gpt2": "yes",
    }
    assert not answer.is_met
    assert check(OPEN).is_met


def test_the_verdict_is_that_of_the_whole_lineage(check: Check) -> None:
    (entry,) = check(VICUNA).entries
    assert (entry.verdict, entry.rules, entry.id) == ("no", ("verdict",), "vicuna@7B-v1.1")
    assert "llama-licence" in entry.licence_ids
    assert "LLaMA" in entry.why


def test_of_several_sizes_the_strictest_counts(check: Check) -> None:
    (entry,) = check("MPT").entries
    assert entry.verdict == "no"
    assert entry.why.startswith("it depends on the size: ")


@pytest.mark.parametrize(
    ("policy", "name", "rules"),
    [
        ("verdict: yes", LLAMA_2, ("verdict",)),
        ("verdict: no", VICUNA, ()),
        ("unknown: allow", "nobody/knows-it", ()),
        ("uses: [train-on-output]", LLAMA_2, ("use",)),
        ("uses: train-on-output", OPEN, ()),
        ("uses: [users=800M]", LLAMA_2, ("use",)),
        ("uses: [users=5M, field=medical]", OPEN, ()),
        ("licences: {deny: [Apache-2.0]}", OPEN, ("licence",)),
        ("licenses: {allow: [apache-2.0, mit]}", OPEN, ()),
        ("licences: {allow: [mit]}", OPEN, ("licence",)),
        ("licences: {deny: [agpl-3.0]}", OPEN, ()),
        ("conditions: {deny: [user-threshold]}", LLAMA_2, ("condition",)),
        ("conditions: {deny: [non-commercial]}", LLAMA_2, ()),
        ("conditions: {allow: [attribution]}", LLAMA_2, ("condition",)),
    ],
)
def test_each_rule_of_a_policy(check: Check, policy: str, name: str, rules: tuple[str, ...]) -> None:
    (entry,) = check(name, policy=policy).entries
    assert entry.rules == rules
    assert entry.passes == ("no" if rules else "yes")


def test_a_denied_licence_of_an_ancestor_counts(check: Check) -> None:
    (entry,) = check("beomi/KoAlpaca-Polyglot-5.8B", policy="licences: {deny: [apache-2.0]}").entries
    assert "Polyglot-Ko@5.8B" in entry.why


def test_services_pass_unless_they_are_denied(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text('client.create(model="gpt-4")\nask(model="openai/gpt-4")\n')
    (tmp_path / "policy.yaml").write_text("services: deny")
    catalogue = llmsurvey.open()
    entries = catalogue.check(tmp_path / "app.py").entries
    assert [(entry.verdict, entry.passes) for entry in entries] == [("no weights", "yes")] * 2
    entries = catalogue.check(tmp_path / "app.py", policy=tmp_path / "policy.yaml").entries
    assert [entry.rules for entry in entries] == [("service",)] * 2


def test_a_policy_excuses_models_with_a_reason(check: Check) -> None:
    answer = check(VICUNA, policy=f"excused: [{{model: {VICUNA}, reason: never shipped}}]")
    assert answer.is_met
    assert [(entry.passes, entry.excuse) for entry in answer.entries] == [("excused", "never shipped")]


def test_an_excuse_without_a_reason_fails_even_where_all_pass(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f'AutoModel.from_pretrained("{OPEN}")  # llmsurvey: ok\n')
    answer = llmsurvey.open().check(tmp_path)
    assert _passing(answer) == {OPEN: "yes"}
    assert not answer.is_met
    assert [(fault.line, fault.warning) for fault in answer.faults] == [(1, False)]


def test_layers_of_ones_own_know_more_models(check: Check) -> None:
    mine = "models: [{id: mine, name: Mine, developers: [Me], licence: mit, sizes: [{name: 1B, hub: nobody/knows-it}]}]"
    (entry,) = check("nobody/knows-it", registry=mine).entries
    assert (entry.verdict, entry.passes, entry.id) == ("yes", "yes", "mine@1B")


def test_a_base_that_nobody_knows_makes_the_verdict_unknown(check: Check) -> None:
    mine = """models: [{id: mine, name: Mine, developers: [Me], licence: mit,
      sizes: [{name: 1B, hub: me/mine1, unresolved: [{name: nobody/knows-it, relation: finetuned}]}]}]"""
    (entry,) = check("me/mine1", registry=mine).entries
    assert (entry.verdict, entry.rules) == ("unknown", ("unknown",))


def test_a_model_that_only_a_cache_holds_is_judged_by_its_card(tmp_path: Path) -> None:
    snapshot = tmp_path / "hub" / "models--nobody--knows-it" / "snapshots" / "abcdef1"
    snapshot.mkdir(parents=True)
    (snapshot / "README.md").write_text(f"---\nlicense: mit\nbase_model: {VICUNA}\n---\n")
    empty = tmp_path / "hub" / "models--nobody--knows-that" / "snapshots"
    empty.mkdir(parents=True)
    entries = {entry.name: entry for entry in llmsurvey.open().check(tmp_path).entries}
    assert entries["nobody/knows-it"].verdict == "no"
    assert entries["nobody/knows-that"].verdict == "unknown"
    assert "tells no licence" in entries["nobody/knows-that"].why


def test_the_policy_itself_names_no_models(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(f"excused: [{{model: {VICUNA}, reason: never shipped}}]")
    assert llmsurvey.open().check(tmp_path, policy=policy).entries == []


def test_what_does_not_pass_comes_first_and_the_notes_tell_what_was_not_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        f'LLM("{OPEN}")\nLLM(args.model)\nLLM("{VICUNA}")  # llmsurvey: ok for now\nLLM("x/y1")'
    )
    (tmp_path / "big.json").write_text(" " * (2**20 + 1))
    answer = llmsurvey.open().check(tmp_path)
    assert [entry.passes for entry in answer.entries] == ["no", "excused", "yes"]
    kinds = {getattr(sentence, "kind", ""): sentence for sentence in answer.notes}
    assert kinds["selection"] == "3 models named at 3 places in 1 file. 1 doesn't pass. 1 place is excused."
    assert "1 call takes a model that only a run would tell" in kinds["left-out"]
    assert "big.json" in kinds["unreadable"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("verdcit: yes", ['1:1: unknown word "verdcit". Did you mean "verdict"?']),
        ("verdict: maybe", ['1:10: "maybe" is none of the words that stand here.']),
        ("verdict: [yes]", ["1:10: should be one of: yes, conditional, no"]),
        ("uses: [sel]", ['1:8: no use is called "sel". Did you mean sell?']),
        ("uses: [users=many, field=cooking]", ["1:8: ", "1:20: no field of use is called"]),
        ("licences: {deny: [apache-2]}", ['1:19: no licence is called "apache-2". Did you mean apache-2.0?']),
        ("licences: {deny: [openrail]}", ['1:19: "openrail" is the hub\'s word for several licences.']),
        (
            "licences: {deny: [mit, GPL]}",
            ['1:24: "GPL" is the name of several licences. Name those that are meant, of gpl-2.0,'],
        ),
        ("licences: {allow: [CC-BY-NC]}", ['1:20: "CC-BY-NC" is the name of several']),
        ("verdict:", ["1:9: should be one of: yes, conditional, no"]),
        ("licences: [mit]", ["1:11: should have allow, deny or both"]),
        ("conditions: {deny: [x], forbid: [y]}", ['1:21: "x" is none', '1:25: unknown word "forbid"']),
        ("licences: {allow: [MIT, gemma], deny: [mit]}", ["1:11: allowed and denied at once: mit"]),
        ("conditions: {deny: [outputs], allow: [outputs]}", ["1:13: allowed and denied at once: outputs"]),
        ("excused: [{model: a/b}]", ["1:11: an excuse needs both"]),
        ("excused: [{model: a/b, reason: x, why: y}]", ['1:35: unknown word "why"']),
        ("[a", ["is no YAML"]),
        ("", ["a policy has fields"]),
        ("- a", ["a policy has fields"]),
        ("a: 1\na: 2", ['"a" is given twice']),
        ("a: !!python/object:os.system x", ["carries the tag"]),
    ],
)
def test_faults_of_a_policy_have_their_places(tmp_path: Path, registry: Registry, text: str, faults: list[str]) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(text)
    with pytest.raises(PolicyError) as caught:
        read_policy(file, registry)
    assert caught.value.exit_code == 2
    assert len(caught.value.faults) == len(faults)
    for fault, start in zip(caught.value.faults, faults, strict=True):
        assert start in str(fault)
        assert str(fault).startswith(str(file))


def test_a_policy_that_is_not_there_is_refused(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(PolicyError, match="can't be read"):
        read_policy(tmp_path / "nowhere.yaml", registry)


def test_an_empty_policy_is_the_usual_one(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "policy.yaml").write_text("verdict: conditional")
    assert read_policy(tmp_path / "policy.yaml", registry) == Policy()
