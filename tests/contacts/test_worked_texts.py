"""Every detector shows what it means by worked texts, and meets them."""

from __future__ import annotations

from auditor.contacts import Detectors, worked_failures

TYPES = {
    "attorney", "certificate-of-earnings-custom", "certificate-of-spend", "copyright-violation", "dun-bradstreet",
    "government-agency", "infringing-domain", "ir35", "law-enforcement", "legal-department-request", "legal-threat",
    "plagiarism-complaint", "social-media-threat", "soc-report", "subpoena", "tax-residency", "tos-interpretation",
    "trademark-permission",
}  # fmt: skip
PHRASES = {
    "asks-contact-details", "asks-for-details", "consultation-note", "gives-contact-details",
    "legal-advice-disclaimer",
}  # fmt: skip


def test_every_worked_text_reads_as_its_author_means(detectors: Detectors) -> None:
    assert [str(failure) for failure in worked_failures(detectors)] == []


def test_the_pack_has_the_eighteen_contact_types_and_the_desks_phrases(detectors: Detectors) -> None:
    sides = detectors.sides
    assert {name for name, side in sides.items() if side == "contact"} == TYPES
    assert {name for name, side in sides.items() if side == "phrase"} >= PHRASES
    assert detectors.ids == tuple(sorted(sides))
