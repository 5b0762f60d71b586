"""Models as they lie on a disk: cards, configs and the headers of weights, each fact with its file and line."""
