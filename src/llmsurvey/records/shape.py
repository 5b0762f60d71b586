"""What of a model's shape its key-value cache depends on."""

from collections.abc import Iterator

from llmsurvey.messages import Message, counted, join_texts, say
from llmsurvey.records.quantities import Count, Dimension, Natural, StateSize
from llmsurvey.records.record import Record


class Shape(Record):
    """Layers and heads of a transformer; fields that aren't needed are left out.

    `kv_heads` are fewer than the `heads` of the queries where several of these share one; `head_size` is the length of
    one head's key, in numbers, and `hidden_size` that of a row of weights where it isn't heads times that. The names
    that other fields have in a model's config.json are theirs here.

    Of the `layers` as many as `full_attention_layers` keep every token, and `state_layers` none, but a state of
    `state_size` numbers whatever the context (Mamba, linear attention; 0 where they use another layer's cache); all
    others keep no more than the last `sliding_window` tokens. With latent attention a token is `kv_lora_rank` and
    `qk_rope_head_dim` numbers in a layer, however many heads there are. Where nothing of this is said all layers are
    taken for full attention.
    """

    layers: Dimension
    heads: Dimension
    kv_heads: Dimension
    head_size: Dimension
    hidden_size: Dimension | None = None
    full_attention_layers: Natural | None = None
    sliding_window: Count | None = None
    state_layers: Dimension | None = None
    state_size: StateSize | None = None
    kv_lora_rank: Dimension | None = None
    qk_rope_head_dim: Dimension | None = None

    def check(self) -> None:
        """Raise ValueError where heads can't share keys, or layers of single kinds don't add up to all."""
        if self.heads % self.kv_heads:
            raise ValueError(
                say("{heads} heads can't share {kv_heads} keys evenly", heads=self.heads, kv_heads=self.kv_heads)
            )
        self._check_layers()

    def _check_layers(self) -> None:
        for first, second in (("state_layers", "state_size"), ("kv_lora_rank", "qk_rope_head_dim")):
            if (getattr(self, first) is None) != (getattr(self, second) is None):
                raise ValueError(say("{first} and {second} go together: give both", first=first, second=second))
        if self.sliding_window is not None and self.full_attention_layers is None:
            raise ValueError(say("sliding_window needs full_attention_layers: how many keep every token, 0 for none"))
        unnamed = self.layers - (self.full_attention_layers or 0) - (self.state_layers or 0)
        if unnamed < 0:
            raise ValueError(say("there are more layers of single kinds than the {layers} in all", layers=self.layers))
        if unnamed and self.full_attention_layers is not None and self.sliding_window is None:
            raise ValueError(
                counted(
                    "what {number} layer keeps isn't said: give its sliding_window",
                    "what {number} layers keep isn't said: give their sliding_window",
                    unnamed,
                )
            )

    @property
    def is_described(self) -> bool:
        """Whether it is said what each layer keeps, so that full attention isn't merely taken for granted."""
        return (self.full_attention_layers, self.state_layers, self.kv_lora_rank) != (None, None, None)

    @property
    def keeps_less(self) -> bool:
        """Whether some layers keep less than keys and values of every token for each head."""
        return bool(self.windowed_layers or self.state_layers or self.kv_lora_rank)

    @property
    def windowed_layers(self) -> int:
        """How many layers keep no more than the window."""
        if self.full_attention_layers is None:
            return 0
        return self.layers - self.full_attention_layers - (self.state_layers or 0)

    @property
    def numbers_per_head(self) -> int:
        """How many numbers in a row a layer keeps of a token: a head's key, or the one latent vector."""
        return self.head_size if self.kv_lora_rank is None else self.kv_lora_rank + (self.qk_rope_head_dim or 0)

    @property
    def numbers_per_token(self) -> int:
        """How many numbers a layer keeps of a token: keys and values of all heads, or the one latent vector."""
        return self.numbers_per_head * (2 * self.kv_heads if self.kv_lora_rank is None else 1)

    @property
    def words(self) -> Message:
        """The shape in words."""
        return join_texts(self._describe_parts(), ", ")

    def _describe_parts(self) -> Iterator[Message]:
        yield say(
            "{layers} layers, {heads} heads, {kv_heads} key-value heads of {head_size}",
            layers=self.layers,
            heads=self.heads,
            kv_heads=self.kv_heads,
            head_size=self.head_size,
        )
        if self.windowed_layers:
            yield counted(
                "{number} layer keeps {window:,} tokens",
                "{number} layers keep {window:,} tokens",
                self.windowed_layers,
                window=self.sliding_window or 0,
            )
        if self.state_layers is not None:
            yield counted(
                "{number} layer keeps a state of {size:,} numbers",
                "{number} layers keep a state of {size:,} numbers",
                self.state_layers,
                size=self.state_size or 0,
            )
        if self.kv_lora_rank is not None:
            yield say(
                "latent attention of {rank} + {rope} numbers", rank=self.kv_lora_rank, rope=self.qk_rope_head_dim or 0
            )

    def __str__(self) -> str:
        return str(self.words)
