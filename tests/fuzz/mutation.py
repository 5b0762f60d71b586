"""Broken bytes out of good ones, and small ones out of large ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from random import Random

TOKENS: tuple[str, ...] = (
    *("", "\0", "\r", "\n", "\r\n", "\n\n", "\t", " ", "  ", "\x1b[31m", "\ufeff", "\u2028", "\u200b", "\u202e"),
    *("0", "-1", "1", "100", "101", "1e308", "1e999", "-0.0", "nan", "inf", "9" * 25, "0,7", "1,234", "7.5%", "½", "٣"),
    *("true", "null", "no", "None", "~", "1e100", "2023-02-30", "20240131", "7B", "1.4T", "24GiB", "0x10"),
    *("± 1.4", "\u22121", "1_000", "5e-324", "0e0", "-", "n/a", "?"),
    *('"', "'", "\\", ",", ";", "|", ":", "=", "#", "&a", "*a", "!!binary ", "- ", "? ", "{", "}", "[", "]", "<", ">"),
    *("<a href=", "](", "**", "| --- |", "/", "..", "@", "%", "$(x)", "=1+1", "{0}", "%s", "@latest", "\\x1b"),
    *("구름", "\u1100\u116e\u1105\u1173\u11b7", "İ", "ß", "\U0001f600", "e\u0301", "ﬁ", "Ａ"),  # noqa: RUF001 (likewise)
    *("average", "rank", "model", "models", "hellaswag", "mmlu", "acc", "acc,none", "acc_stderr,none", "percent"),
)
"""What breaks readers: ends of lines, numbers at the edge, words and signs that mean something somewhere."""

_BYTES = (*(token.encode() for token in TOKENS), b"\xff\xfe", b"\xff", b"\xed\xa0\x80")

_MOST = 2**20
"""No input is made larger than this, in bytes."""

Mutation = Callable[[Random, Sequence[bytes]], bytes]
"""Makes an input out of one of the seeds, or of several."""


def mutate_bytes(random: Random, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds, changed in one place or a few, whatever it holds."""
    content = random.choice(seeds)
    for _ in range(random.choice((1, 1, 1, 1, 2, 4))):
        content = random.choice(_CHANGES)(random, content, seeds)[:_MOST]
    return content


def _span(random: Random, content: bytes) -> tuple[int, int]:
    """A piece of the content, as a rule a short one."""
    start = random.randint(0, len(content))
    return start, min(len(content), start + int(2 ** (random.random() * 8)) - 1)


def _put_token(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    start, end = _span(random, content)
    return content[:start] + random.choice(_BYTES) + content[random.choice((start, end)) :]


def _put_token_for_word(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    words = content.replace(b",", b" ").replace(b"|", b" ").split()
    return content.replace(random.choice(words), random.choice(_BYTES), random.choice((1, -1))) if words else content


def _change_byte(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    start = random.randint(0, len(content))
    return (
        content[:start]
        + bytes([random.choice((random.randrange(32, 127), random.randrange(256)))])
        + content[start + 1 :]
    )


def _delete(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    start, end = _span(random, content)
    return content[:start] + content[end:]


def _copy(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    start, end = _span(random, content)
    target = random.randint(0, len(content))
    return content[:target] + content[start:end] + content[target:]


def _repeat(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    """A piece many times over, now and then thousands of times."""
    start, end = _span(random, content)
    times = random.choice((2, 3, 10)) if random.random() < 0.98 else random.choice((300, 5000))
    return content[:start] + content[start:end] * times + content[end:]


def _truncate(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    return content[: random.randint(0, len(content))]


def _splice(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    """The beginning of one and the end of another."""
    second = random.choice(seeds)
    return content[: random.randint(0, len(content))] + second[random.randint(0, len(second)) :]


def _swap_lines(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    lines = content.split(b"\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _encode(random: Random, content: bytes, seeds: Sequence[bytes]) -> bytes:
    """The text as another program would have saved it."""
    encoding = random.choice(("utf-16", "utf-16-le", "cp949", "latin-1", "utf-8-sig"))
    return content.decode("utf-8", "replace").encode(encoding, "replace")


_CHANGES = (
    *(_put_token,) * 4,
    *(_put_token_for_word,) * 6,
    *(_change_byte,) * 3,
    *(_delete,) * 3,
    *(_copy,) * 3,
    *(_repeat,) * 2,
    _truncate,
    *(_splice,) * 2,
    *(_swap_lines,) * 2,
    _encode,
)
"""The ways to change a content, the more useful ones several times."""


def shrink(content: bytes, fails: Callable[[bytes], bool], *, seconds: float) -> bytes:
    """The content without whatever can go while it still fails: halves first, then smaller pieces, at last bytes.

    Gives what it has when `seconds` are over.
    """
    end = time.monotonic() + seconds
    size = len(content) // 2
    while size:
        before = len(content)
        start = 0
        while start < len(content) and time.monotonic() < end:
            shorter = content[:start] + content[start + size :]
            if fails(shorter):
                content = shorter
            else:
                start += size
        small_again = size == 1 and len(content) < before and time.monotonic() < end
        size = 6 if small_again else size - 1 if size <= 6 else size // 2
    return content
