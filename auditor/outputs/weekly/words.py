"""The page's words: calm, exact, never a word of blame."""

from __future__ import annotations

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


def reason_parts(reason: str | None) -> tuple[str, str]:
    """`code: detail` of an indeterminate verdict as (words of the code, detail)."""
    code, _, detail = (reason or "no reason given").partition(":")
    return sentence_case(label(code.strip())), detail.strip()
