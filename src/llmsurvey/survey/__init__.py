"""The survey itself: what it prints, to the letter."""
