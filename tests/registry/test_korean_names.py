"""The Korean names that people type."""

from __future__ import annotations

import pytest

from llmsurvey.registry.registry import Registry

MODELS = {
    "라마": "llama",
    "라마2": "llama-2",
    "라마 2": "llama-2",
    "팔콘": "falcon",
    "버트": "bert",
    "챗지피티": "chatgpt",
    "챗GPT": "chatgpt",
    "바드": "bard",
    "블룸": "bloom",
    "갈락티카": "galactica",
    "돌리": "dolly",
    "피티아": "pythia",
    "폴리글랏": "polyglot-ko",
    "폴리글롯": "polyglot-ko",
    "워드투벡": "word2vec",
    "알파카": "alpaca",
    "비쿠나": "vicuna",
    "구름": "kullm",
    "쿨름": "kullm",
}


@pytest.mark.parametrize(("name", "model"), MODELS.items())
def test_a_model_is_found(registry: Registry, name: str, model: str) -> None:
    assert registry.resolve_model(name)[0].id == model


@pytest.mark.parametrize(("name", "address"), [("라마 65B", ("llama", "65B")), ("라마2-7B", ("llama-2", "7B"))])
def test_a_size_is_found(registry: Registry, name: str, address: tuple[str, str]) -> None:
    model, size = registry.resolve_model(name)
    assert size is not None
    assert (model.id, size.name) == address


@pytest.mark.parametrize(
    ("name", "organisation"),
    [("메타", "meta"), ("구글", "google"), ("고려대", "korea-university"), ("고려대학교", "korea-university")],
)
def test_an_organisation_is_found(registry: Registry, name: str, organisation: str) -> None:
    assert registry.resolve_organisation(name).id == organisation


@pytest.mark.parametrize(
    ("name", "benchmark"), [("헬라스웨그", "hellaswag"), ("한국어 MMLU", "kmmlu"), ("코베스트 불큐", "kobest-boolq")]
)
def test_a_benchmark_is_found(registry: Registry, name: str, benchmark: str) -> None:
    assert registry.resolve_benchmark(name).id == benchmark


@pytest.mark.parametrize(("name", "dataset"), [("위키백과", "wikipedia"), ("레드파자마", "red-pajama")])
def test_a_dataset_is_found(registry: Registry, name: str, dataset: str) -> None:
    assert registry.resolve_dataset(name).id == dataset


def test_no_two_records_of_a_kind_share_a_name(registry: Registry) -> None:
    for records in (registry.models, registry.datasets, registry.benchmarks, registry.licences, registry.organisations):
        owners: dict[str, str] = {}
        for record in records:
            for name in {record.name, *record.aliases}:
                assert owners.setdefault(name.casefold(), record.id) == record.id, name
