"""Filters, search and sorting: records in, tables out."""

from llmsurvey.query.filters import Filters
from llmsurvey.query.listing import list_models
from llmsurvey.query.order import arrange, choose_columns
from llmsurvey.query.search import search
from llmsurvey.query.where import Where, parse_where

__all__ = ["Filters", "Where", "arrange", "choose_columns", "list_models", "parse_where", "search"]
