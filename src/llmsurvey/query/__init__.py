"""Filters, search and sorting: records in, tables out."""
