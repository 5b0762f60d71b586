"""A compiled registry as it is kept: in parts, each read and checked when a question needs it.

So the start takes the same time whether a registry has a thousand models or a hundred thousand.
"""
