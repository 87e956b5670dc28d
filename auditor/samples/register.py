"""The clauses that each duty's row cites, as the clause register has them."""

from __future__ import annotations

SILENT_TYPES: dict[str, str] = {
    "copyright-violation": "KB-4.1",
    "plagiarism-complaint": "KB-4.2",
    "government-agency": "KB-4.3",
    "law-enforcement": "KB-4.4",
    "attorney": "KB-4.5",
    "legal-department-request": "KB-4.6",
    "tos-interpretation": "KB-4.7",
    "subpoena": "KB-4.8",
    "trademark-permission": "KB-4.9",
    "tax-residency": "KB-4.10",
    "infringing-domain": "KB-4.11",
    "dun-bradstreet": "KB-4.12",
    "ir35": "KB-4.13",
    "soc-report": "KB-4.14",
    "certificate-of-spend": "KB-4.15",
    "certificate-of-earnings-custom": "KB-4.16",
}
THREAT_TYPES = ("legal-threat", "social-media-threat")

FIXED: dict[str, tuple[str, ...]] = {
    "touch-response": ("KB-3.1",),
    "macro-and-note": ("KB-3.2",),
    "no-detail-questions": ("KB-3.3",),
    "left-open": ("KB-3.4",),
    "not-solved-before-ee": ("KB-3.4",),
    "no-automated-contact": ("KB-4",),
    "advice": ("KB-6.2a",),
    "contact-details": ("KB-6.2b",),
    "forward": ("KB-6.2c",),
    "listed-contact": ("KB-2",),
    "consultation": ("KB-2a", "KB-5"),
}


def clauses_of(duty: str, types: tuple[str, ...], spoken: bool) -> tuple[str, ...]:
    """KB-4's duties also cite their contact's own clause; an attorney's ticket cites KB-6.1 as well (reading 22)."""
    if duty in FIXED:
        return FIXED[duty]
    own = [SILENT_TYPES[one] for one in types if one in SILENT_TYPES]
    attorney = ["KB-6.1"] if "attorney" in types and not spoken else []
    return tuple(sorted(["KB-4", *own, *attorney]))
