"""Judging a formula that was read: one file for each kind of statement, and a table of them in `kinds`."""
