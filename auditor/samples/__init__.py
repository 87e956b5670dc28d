"""Synthetic exports with planted truth: invented tickets, and the verdicts that a reader of the clauses gives them.

Nothing here knows how the auditor judges: a story's expected rows are written by hand beside the story.
"""

from auditor.samples.generate import ALL_STORIES, MINIMUM_TICKETS, Planted, generate
from auditor.samples.stories import SHAPES

__all__ = ["ALL_STORIES", "MINIMUM_TICKETS", "SHAPES", "Planted", "generate"]
