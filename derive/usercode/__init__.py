"""Backward functions that a user wrote, against the loss of a model: run in a process of their own."""
