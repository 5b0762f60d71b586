from __future__ import annotations

import pytest

from llmsurvey.registry.source_addresses import fault_of_address


@pytest.mark.parametrize(
    "url",
    [
        "https://hub.someone.pages.dev/facebook/opt-iml-1.3b",
        "https://reader.workers.dev/x",
        "https://https-arxiv_org.proxy.example.io/abs/2206.04615",
        "https://hf-mirror.com/gpt2",
        "https://www.arxiv-vanity.com/papers/2101.00027/",
        "https://wikimili.com/en/Common_Crawl",
        "https://example.com:443/https/www.scribd.com/document/1",
        "https://example.com/read/https://arxiv.org/abs/2108.07258",
    ],
)
def test_a_proxy_or_a_mirror_is_no_address_of_a_page(url: str) -> None:
    assert "is a proxy or a mirror" in str(fault_of_address(url))


@pytest.mark.parametrize("url", ["https://github.com/o/r", "https://github.com/o/r/", "https://www.github.com/o/r"])
def test_a_repository_as_a_whole_is_no_page(url: str) -> None:
    assert "is a repository without a path" in str(fault_of_address(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/o/r/blob/main/README.md",
        "https://github.com/o/r#readme",
        "https://github.com/o",
        "https://huggingface.co/lmsys/vicuna-13b-v1.5",
        "https://web.archive.org/web/20230713/https://huggingface.co/lmsys",
        "https://arxiv.org/abs/2206.04615",
        "http://haelchan.me/2018/10/17/bert/",
    ],
)
def test_an_address_of_a_page_is_left_alone(url: str) -> None:
    assert fault_of_address(url) is None
