"""The stories, one module per subject; importing this puts all of them on the list, always in this order."""

from auditor.samples.stories import (
    conversations,
    oddities,
    silent_breaches,
    silent_deadlines,
    silent_each,
    spoken,
    threat_episodes,
    threat_people,
    threat_questions,
    threat_record,
    threat_status,
    threat_touch,
    transfers,
)
from auditor.samples.stories.registry import SHAPES, STORIES, Story

__all__ = [
    "SHAPES",
    "STORIES",
    "Story",
    "conversations",
    "oddities",
    "silent_breaches",
    "silent_deadlines",
    "silent_each",
    "spoken",
    "threat_episodes",
    "threat_people",
    "threat_questions",
    "threat_record",
    "threat_status",
    "threat_touch",
    "transfers",
]
