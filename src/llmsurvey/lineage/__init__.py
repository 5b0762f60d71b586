"""The graph of what was made from what: ancestors, descendants, and the licence that follows from them."""
