"""The page's words: calm, exact, never a word of blame."""

from __future__ import annotations

from collections.abc import Mapping

VERDICT_WORDS = {"violated": "Broke", "indeterminate": "Cannot tell", "pending": "Not yet", "complied": "Kept"}
SPOKEN = ("chat", "call")
PAST = {
    "call": "called",
    "publish": "made an internal note public",
    "conceal": "made a public message private",
    "redaction": "took words out of a message",
    "notification": "sent an automatic notification",
    "conversation-start": "conversation started",
    "conversation-end": "conversation ended",
    "merge": "merged tickets",
}

REASONS = {  # of codes that explain themselves badly; a code that is not here is told as it is
    "attachment-only": "what was written stands in an attachment",
    "author-role-unknown": "the export does not say whether the author is inside or outside the company",
    "foreign-timestamps": "the ticket was imported or shared, and its times are another desk's",
    "history-incomplete": "the ticket began before the export does",
    "no-body": "the export does not carry the words",
    "no-transcript": "the call has no transcript",
    "not-recorded": "the export does not record what it takes",
    "order-ambiguous": "two updates bear the same instant, and their order would decide",
    "redacted": "words that would decide were taken out",
    "state-unknown": "the export does not show who held the ticket, or its status, at that moment",
    "ticket-deleted": "the ticket was deleted before it was decided",
    "weak-signal-only": "the words may be a listed contact and may not",
}


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """1 case, 2 cases, 1,204 tickets."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def label(identifier: str) -> str:
    """An identifier of the pack as words: legal-threat → legal threat."""
    return identifier.replace("-", " ").replace("_", " ")


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def did(kind: str, channel: str | None, public: bool | None, role: str | None) -> str:
    """What an event is, after the name of who did it."""
    if kind != "message":
        return PAST.get(kind, label(kind))
    if channel in SPOKEN:
        return f"said in the {channel}" if channel == "chat" else "said on the call"
    if public is None:
        return "wrote; whether in public is not recorded"
    if not public:
        return "wrote an internal note"
    return "replied in public" if role == "agent" else "wrote"


def told(value: object) -> str:
    """A parameter's value as words."""
    if value is None or value in ([], (), {}, ""):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {told(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(told(item) for item in value)
    return str(value)


def reason_parts(reason: str | None) -> tuple[str, str]:
    """`code: detail` of an indeterminate verdict as (words of the code, detail)."""
    code, _, detail = (reason or "no reason given").partition(":")
    return sentence_case(label(code.strip())), detail.strip() or REASONS.get(code.strip(), "")
