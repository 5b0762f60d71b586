"""How many bytes a model needs, and what it fits on."""
