"""Rows and columns, with what every surface needs to filter, order and show them."""

from llmsurvey.tables.table import Caption, Cell, Column, Table

__all__ = ["Caption", "Cell", "Column", "Table"]
