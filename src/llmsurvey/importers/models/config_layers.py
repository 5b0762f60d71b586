"""What each layer of a model keeps of a text, by its config.json: every token, a window of them, or a state."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from llmsurvey.messages import Message, say

Config = Mapping[str, Any]
"""The fields of a config.json that are of the language model."""


class UnknownShapeError(Exception):
    """Why a config.json doesn't tell what a model keeps; `reason` says it."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


class Layers(NamedTuple):
    """How many layers keep what; `total` counts those of attention and of states, `full` is None where all are alike.

    `window` is what all others than the `full` and the `states` keep.
    """

    total: int
    full: int | None = None
    window: int | None = None
    states: int | None = None
    state_size: int | None = None


def layers_of(config: Config) -> Layers:
    """Return what the layers keep. Raises UnknownShapeError where the config has fields that aren't understood."""
    rule = _RULES.get(str(config.get("model_type")))
    if rule is not None:
        return rule(config)
    if config.get("layer_types") is not None:
        return _by_names(config)
    odd = next((key for key, value in config.items() if _SIGN.search(key) and value not in (None, False, [], 0)), None)
    if odd is not None and not ("window" in odd and config.get("use_sliding_window") is False):
        raise UnknownShapeError(
            say(
                'its layers aren\'t all alike ("{field}"), and model_type "{type}" isn\'t known',
                field=odd,
                type=str(config.get("model_type")),
            )
        )
    return Layers(number(config, "num_hidden_layers"))


_SIGN = re.compile(
    r"sliding|window|mamba|ssm|state|conv_|linear_|lin_|block_types?$|^layers?_types?$|pattern|lru|rwkv|kda|lightning"
    r"|chunk_size$|cross_attention_layers|kv_shared|compress|_per_layer$|attn_type|global_|block_configs|^use_cla$",
    re.IGNORECASE,
)
"""Fields that say of layers that they are of different kinds."""


def number(config: Config, *names: str, default: int | None = None) -> int:
    """Return the whole number of the first of some fields that is there. Raises UnknownShapeError where none is."""
    for name in names:
        value = config.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    if default is None:
        raise UnknownShapeError(say('it has no "{field}"', field=names[0]))
    return default


def _window_of(config: Config) -> int | None:
    """Return how many tokens a windowed layer keeps; None where the window isn't used, or no text is longer."""
    if config.get("use_sliding_window") is False:
        return None
    fields = ("sliding_window", "attention_chunk_size", "attention_window_size", "sliding_window_size")
    window = number(config, *fields, default=0)
    longest = number(config, "max_position_embeddings", default=0)
    return None if not window or (longest and window > longest) else window


def _alternate(config: Config, is_full: Callable[[int], bool]) -> Layers:
    """Return layers of which those that `is_full` tells by their number, from 0, keep every token."""
    total, window = number(config, "num_hidden_layers"), _window_of(config)
    if window is None:
        return Layers(total)
    return Layers(total, sum(map(is_full, range(total))), window)


def _windowed(config: Config) -> Layers:
    """Return layers that all have the window, if there is one."""
    return _by_names(config) if config.get("layer_types") else _alternate(config, lambda index: False)


def _windowed_if_asked(config: Config) -> Layers:
    """Return layers of which those from `max_window_layers` on have the window, where it is used (Qwen2)."""
    if not config.get("use_sliding_window"):
        return Layers(number(config, "num_hidden_layers"))
    first = number(config, "max_window_layers", default=0)
    return _alternate(config, lambda index: index < first)


def _every(default: int) -> Callable[[Config], Layers]:
    """Return a rule by which every so-manieth layer keeps all tokens, the others the window."""

    def rule(config: Config) -> Layers:
        if config.get("layer_types"):
            return _by_names(config)
        pattern = config.get("sliding_window_pattern") or config.get("no_rope_layer_interval") or default
        if isinstance(pattern, str):  # LLLG: local, local, local, global
            return _alternate(config, lambda index: pattern[index % len(pattern)] == "G")
        return _alternate(config, lambda index: (index + 1) % pattern == 0)

    return rule


_FULL = frozenset(("full_attention", "attention", "full", "global"))
_WINDOWED = frozenset(("sliding_attention", "chunked_attention", "sliding", "local"))
_STATES = frozenset(("linear_attention", "conv", "mamba", "recurrent"))


def _names_of_layers(config: Config) -> list[str]:
    """Return the kinds of the layers by `layer_types`. Raises UnknownShapeError for a kind that isn't known."""
    names = config["layer_types"]
    if not isinstance(names, list) or len(names) != number(config, "num_hidden_layers"):
        raise UnknownShapeError(say('its "{field}" aren\'t as many as its layers', field="layer_types"))
    for name in names:
        if not isinstance(name, str) or name not in _FULL | _WINDOWED | _STATES:
            raise UnknownShapeError(say('layers of type "{name}" aren\'t known', name=str(name)))
    return names


def _by_names(config: Config, state_size: Callable[[Config], int] | None = None) -> Layers:
    """Return what the layers keep by the names of their kinds; `state_size` is that of a state's."""
    names = _names_of_layers(config)
    window, total = _window_of(config), len(names)
    states = sum(name in _STATES for name in names)
    if states and state_size is None:
        raise UnknownShapeError(
            say("its layers of {kind} have states of a size that isn't known", kind=next(iter(_STATES & set(names))))
        )
    full = sum(name in _FULL or (window is None and name in _WINDOWED) for name in names)
    return Layers(
        total,
        full if states or full < total else total,
        window if full + states < total else None,
        states or None,
        state_size(config) if states and state_size else None,
    )


def _with_states(
    names: Callable[[Config], Sequence[bool]], state_size: Callable[[Config], int]
) -> Callable[[Config], Layers]:
    """Return a rule by which `names` says of each layer whether it is of attention, and all others have states."""

    def rule(config: Config) -> Layers:
        if config.get("layer_types"):
            return _by_names(config, state_size)
        is_attention = names(config)
        full = sum(is_attention)
        return Layers(len(is_attention), full, None, len(is_attention) - full, state_size(config))

    return rule


def _delta_net(config: Config) -> int:
    """Return the state of a gated delta net (Qwen3-Next): values by keys, and a convolution over what goes in."""
    keys = number(config, "linear_num_key_heads"), number(config, "linear_key_head_dim")
    values = number(config, "linear_num_value_heads"), number(config, "linear_value_head_dim")
    width = 2 * keys[0] * keys[1] + values[0] * values[1]
    return values[0] * keys[1] * values[1] + (number(config, "linear_conv_kernel_dim") - 1) * width


def _mamba(config: Config) -> int:
    """Return the state of a Mamba layer: `d_inner` by `d_state`, and a convolution over d_inner."""
    expanded = number(config, "mamba_expand", "expand", default=2) * number(config, "hidden_size")
    inner = number(config, "intermediate_size", default=expanded) if "mamba_expand" not in config else expanded
    size = number(config, "mamba_d_state", "state_size")
    return inner * size + (number(config, "mamba_d_conv", "conv_kernel") - 1) * inner


def _mamba_2(config: Config) -> int:
    """Return the state of a Mamba-2 layer: heads by their size by `d_state`, and a convolution that groups share."""
    heads = number(config, "mamba_n_heads", "mamba_num_heads")
    head = config.get("mamba_d_head")
    if not isinstance(head, int):  # "auto"
        head = number(
            config,
            "mamba_head_dim",
            default=number(config, "mamba_expand", default=2) * number(config, "hidden_size") // heads,
        )
    size = number(config, "mamba_d_state", "ssm_state_size")
    width = heads * head + 2 * number(config, "mamba_n_groups", "n_groups") * size
    return heads * head * size + (number(config, "mamba_d_conv", "conv_kernel") - 1) * width


def _short_convolution(config: Config) -> int:
    """Return what a short convolution keeps (LFM2)."""
    return (number(config, "conv_L_cache") - 1) * number(config, "hidden_size")


def _lightning(config: Config) -> int:
    """Return the state of lightning attention (MiniMax-Text-01): keys by values, in each head."""
    head = number(config, "head_dim", default=number(config, "hidden_size") // number(config, "num_attention_heads"))
    return number(config, "num_attention_heads") * head * head


def _periodic(period: str, offset: str | None = None) -> Callable[[Config], list[bool]]:
    """Return a rule for layers of attention that come with a `period`, behind an `offset` or at the end of each."""

    def rule(config: Config) -> list[bool]:
        every = number(config, period, default=4)
        first = number(config, offset) if offset else every - 1
        return [index % every == first for index in range(number(config, "num_hidden_layers"))]

    return rule


def _listed(*fields: str) -> Callable[[Config], list[bool]]:
    """Return a rule for layers of attention whose numbers are listed in a field."""

    def rule(config: Config) -> list[bool]:
        listed = next((config[field] for field in fields if isinstance(config.get(field), list)), None)
        if listed is None:
            raise UnknownShapeError(say('it has no "{field}"', field=fields[0]))
        return [index in listed for index in range(number(config, "num_hidden_layers"))]

    return rule


def _nemotron_h(config: Config) -> Layers:
    """Return layers by a pattern of letters: `M` has a state, `*` is attention, and others keep nothing."""
    pattern = config.get("hybrid_override_pattern")
    if not isinstance(pattern, str):
        kinds = config.get("layers_block_type") or config.get("layer_types")
        if not isinstance(kinds, list):
            raise UnknownShapeError(say('it has no "{field}"', field="hybrid_override_pattern"))
        pattern = "".join({"mamba": "M", "attention": "*"}.get(str(kind), "-") for kind in kinds)
    states, full = pattern.count("M"), pattern.count("*")
    return Layers(states + full, full, None, states, _mamba_2(config))


def _kimi_linear(config: Config) -> Layers:
    """Return layers of latent attention between some of delta attention, which `linear_attn_config` lists."""
    linear = config.get("linear_attn_config")
    if not isinstance(linear, dict):
        return Layers(number(config, "num_hidden_layers"))
    full, states = (linear.get(field) for field in ("full_attn_layers", "kda_layers"))
    if not isinstance(full, list) or not isinstance(states, list):
        raise UnknownShapeError(say('it has no "{field}"', field="full_attn_layers"))
    heads, head = number(linear, "num_heads"), number(linear, "head_dim")
    size = heads * head * head + 3 * (number(linear, "short_conv_kernel_size") - 1) * heads * head
    return Layers(len(full) + len(states), len(full), None, len(states), size)


def _minimax(config: Config) -> Layers:
    """Return layers of full and of lightning attention."""
    kinds = config.get("attn_type_list")
    if isinstance(kinds, list):
        return Layers(len(kinds), sum(map(bool, kinds)), None, kinds.count(0), _lightning(config))
    return _by_names(config, _lightning) if config.get("layer_types") else Layers(number(config, "num_hidden_layers"))


def _mamba_alone(config: Config) -> Layers:
    """Return layers that all have states."""
    total = number(config, "num_hidden_layers", "n_layer")
    return Layers(total, None, None, total, _mamba(config))


def _recurrent_gemma(config: Config) -> Layers:
    """Return layers of a window between recurrent ones, whose state is a row and a convolution over it."""
    kinds = config.get("block_types") or config.get("_block_types")
    if not isinstance(kinds, list) or not kinds:
        raise UnknownShapeError(say('it has no "{field}"', field="block_types"))
    total = number(config, "num_hidden_layers")
    states = sum(kinds[index % len(kinds)] == "recurrent" for index in range(total))
    width = number(config, "lru_width", "hidden_size")
    window = number(config, "attention_window_size")
    return Layers(total, 0, window, states, width * number(config, "conv1d_width", default=4))


def _gemma_3n(config: Config) -> Layers:
    """Return layers of which the last ones use the cache of others."""
    shared, names = number(config, "num_kv_shared_layers", default=0), _names_of_layers(config)
    own = names[: len(names) - shared]
    full = sum(name in _FULL for name in own)
    return Layers(len(names), full, _window_of(config), shared or None, 0 if shared else None)


def _gpt_neo(config: Config) -> Layers:
    """Return layers by `attention_types`: [[["global", "local"], 12]] is 12 times one of each."""
    total = number(config, "num_layers", "num_hidden_layers")
    try:
        names = [name for kinds, count in config["attention_types"] for _ in range(min(count, total)) for name in kinds]
    except (KeyError, TypeError, ValueError):
        names = []
    if len(names) != total:
        raise UnknownShapeError(say('it has no "{field}"', field="attention_types"))
    return Layers(total, names.count("global"), number(config, "window_size", default=256))


def _cross_attention(config: Config) -> Layers:
    """Return layers of which those that look at pictures keep nothing of the text (Llama 3.2 Vision)."""
    total, crossing = number(config, "num_hidden_layers"), config.get("cross_attention_layers")
    if not isinstance(crossing, list):
        return Layers(total)
    return Layers(total, total - len(crossing), None, len(crossing), 0)


def _shared_between_layers(config: Config) -> Layers:
    """Return layers of which each `cla_share_factor` have one cache (Hunyuan); all have their own without it."""
    total, share = number(config, "num_hidden_layers"), number(config, "cla_share_factor", default=1)
    if not config.get("use_cla") or share < 2:
        return Layers(total)
    own = -(-total // share)
    return Layers(total, own, None, total - own, 0)


def _two_attentions(config: Config) -> Layers:
    """Return the attentions of layers that have two each (LongCat-Flash), of which transformers counts both."""
    return Layers(2 * number(config, "num_layers") if "num_layers" in config else number(config, "num_hidden_layers"))


def _alike(config: Config) -> Layers:
    """Return layers that all keep every token, whatever else the config says."""
    return Layers(number(config, "num_hidden_layers", "n_layer", "n_layers", "num_layers"))


_RULES: Mapping[str, Callable[[Config], Layers]] = {
    **dict.fromkeys(("mistral", "mixtral", "phi3", "phimoe", "starcoder2"), _windowed),
    **dict.fromkeys(
        (
            "qwen2", "qwen2_moe", "qwen2_vl", "qwen2_5_vl", "qwen2_5_vl_text", "qwen3", "qwen3_moe", "qwen3_vl_text",
            "qwen3_vl_moe_text", "qwen2_vl_text",
        ),
        _windowed_if_asked,
    ),
    "gemma2": _every(2),
    "gemma3_text": _every(6),
    **dict.fromkeys(("cohere2", "llama4_text", "exaone4", "exaone4_5_text"), _every(4)),
    "gemma3n_text": _gemma_3n,
    "gpt_neo": _gpt_neo,
    "mllama_text_model": _cross_attention,
    **dict.fromkeys(
        ("qwen3_next", "qwen3_5_text", "qwen3_5_moe_text", "qwen3_5", "qwen3_5_moe"),
        _with_states(_periodic("full_attention_interval"), _delta_net),
    ),
    "granitemoehybrid": _with_states(_listed("layer_types"), _mamba_2),
    "bamba": _with_states(_listed("attn_layer_indices"), _mamba_2),
    "jamba": _with_states(_periodic("attn_layer_period", "attn_layer_offset"), _mamba),
    **dict.fromkeys(("lfm2", "lfm2_moe"), _with_states(_listed("full_attn_idxs"), _short_convolution)),
    "nemotron_h": _nemotron_h,
    "kimi_linear": _kimi_linear,
    **dict.fromkeys(("minimax", "minimax_text_01", "minimax_m1"), _minimax),
    **dict.fromkeys(("mamba", "falcon_mamba"), _mamba_alone),
    "recurrent_gemma": _recurrent_gemma,
    **dict.fromkeys(("hunyuan", "hunyuan_v1_moe", "hunyuan_v1_dense"), _shared_between_layers),
    "longcat_flash": _two_attentions,
    **dict.fromkeys(("minimax_m2", "minimax_m3", "gpt_neox", "gptj", "codegen", "bloom", "opt"), _alike),
}  # fmt: skip
"""What is known of each `model_type` of transformers, from its modelling code."""
