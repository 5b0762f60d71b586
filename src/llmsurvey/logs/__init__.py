"""Answers question by question: what evaluation harnesses log, kept in columns and compared as pairs."""
