"""Which models a repository names: a file for each kind of file that names some, and what holds for all of them."""
