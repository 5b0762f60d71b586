"""A catalogue of large language models and explorer of their leaderboards."""

__version__ = "0.1.0"
