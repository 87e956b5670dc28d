"""Policies: the typed model, the file reader with located errors, and the parameters."""
