"""Contacts: what a ticket is about and what its messages say, by words that an author listed."""

from auditor.contacts.cache import Cache
from auditor.contacts.loading import Detectors, explain, load_detectors
from auditor.contacts.match import Hit
from auditor.contacts.measure import Accuracy, evaluate
from auditor.contacts.scan import classify, processors
from auditor.contacts.worked import WorkedFailure, worked_failures

__all__ = [
    "Accuracy",
    "Cache",
    "Detectors",
    "Hit",
    "WorkedFailure",
    "classify",
    "evaluate",
    "explain",
    "load_detectors",
    "processors",
    "worked_failures",
]
