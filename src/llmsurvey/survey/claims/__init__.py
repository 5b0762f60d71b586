"""What the survey claims, and what comes out when it is recomputed from the registry and the boards.

One file a part of the survey. A claim is a function with its text above it; to add one, copy a short one and give it
the next number.
"""
