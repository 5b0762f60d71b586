"""Scores of leaderboards: what may be compared, and who is ahead."""
