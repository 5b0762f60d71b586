"""One file a command, named like it: a question and a library in, a typed answer out."""
