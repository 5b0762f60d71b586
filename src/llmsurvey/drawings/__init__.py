"""Answers that are drawn: trees, graphs, timelines, points."""
