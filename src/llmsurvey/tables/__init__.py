"""Rows and columns, with what every surface needs to filter, order and show them."""

from llmsurvey.tables.table import Caption, Cell, Column, Table, items_of

__all__ = ["Caption", "Cell", "Column", "Table", "items_of"]
