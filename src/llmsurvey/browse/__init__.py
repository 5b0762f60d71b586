"""The full-screen browser: the answers of the program as views that one walks through, on a screen or line by line."""
