"""The catalogue for agents: a read-only server of the Model Context Protocol on standard input and output.

Tools are questions (`tools.py`), their arguments the fields of these (`arguments.py`, `questions.py`), their results
the answers' documents (`ask.py`); records can be read as resources (`resources.py`). `server.py` has them by the
protocol, `wire.py` the way in and out. What agents read is in English, as JSON is; errors are in the user's language.
"""
