"""Scores as quality teams know them: weights, critical duties that fail the ticket, what does not apply left out."""

from auditor.scores.scorecard import NAME, USUAL, Scorecard, read_scorecard
from auditor.scores.scoring import no_scores, scored

__all__ = ["NAME", "USUAL", "Scorecard", "no_scores", "read_scorecard", "scored"]
