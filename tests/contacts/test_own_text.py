"""Only the writer's own words count: quoted mail, signatures, disclaimers and the desk's template do not."""

from __future__ import annotations

import pytest

from auditor.contacts import Detectors, explain


def found(detectors: Detectors, text: str) -> set[str]:
    return {
        hit.type for hit in explain(detectors, text) if hit.tier == "certain" and detectors.sides[hit.type] == "contact"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, all good now.\n\nOn Mon, 3 June 2024, Petra wrote:\n> I will sue you if I am not paid.",
        "Thanks, all good now.\n\nOn Mon, 3 June 2024, Petra <p@mail.example> wrote:\nI will sue you if I am not paid.",
        "All good.\n\n-----Original Message-----\nFrom: Petra\nSent: Monday\nSubject: refund\n\nI will sue you.",
        "All good.\n\nFrom: Petra <p@mail.example>\nSent: Monday\nTo: Support\nSubject: refund\n\nI will sue you.",
        "All good.\n##- Please type your reply above this line -##\nI will sue you.",
        "All good.<blockquote>I will sue you.</blockquote>",
        "Alles gut.\n\nAm 3. Juni 2024 um 10:00 schrieb Petra:\n> I will sue you.",
        "Please change my payout.\n-- \nJ. Doe\nI will sue you Ltd.",
    ],
)
def test_a_threat_in_quoted_mail_is_none(detectors: Detectors, text: str) -> None:
    assert found(detectors, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I will sue you if I am not paid.\n\nOn Mon, 3 June 2024, Support wrote:\n> We cannot pay.",
        "On Mon, 3 June 2024, Support wrote:\n> We cannot pay.\n\nI will sue you then.",
        "> We cannot pay.\nThen I will sue you.",
    ],
)
def test_a_threat_above_or_below_the_quoted_mail_counts(detectors: Detectors, text: str) -> None:
    assert found(detectors, text) == {"legal-threat"}


def test_a_forwarded_letter_of_an_attorney_counts(detectors: Detectors) -> None:
    letter = "From: A. Lee <a@leelaw.example>\nSubject: Our client\n\nOur firm represents Mr. Otto. Kindly reply."
    assert found(detectors, f"FYI\n\n---------- Forwarded message ---------\n{letter}") == {"attorney"}
    assert found(detectors, f"Please see below, we received this today.\n\n{letter}") == {"attorney"}
    assert found(detectors, letter) == {"attorney"}


def test_a_quoted_mail_of_the_desk_is_never_a_forward(detectors: Detectors) -> None:
    text = "From: Upwork Support <support@upwork.com>\nSubject: Your case\n\nOur firm represents Mr. Otto."
    assert found(detectors, text) == set()


def test_a_disclaimer_makes_nobody_an_attorney(detectors: Detectors) -> None:
    note = "This e-mail may contain attorney-client privileged information and is intended for the recipient only."
    assert found(detectors, f"Please resend my invoice.\n\nJ. Abel\n\n{note}") == set()


def test_a_threat_late_in_a_long_message_is_found(detectors: Detectors) -> None:
    story = "I joined the platform years ago and worked on many small projects for nice people. " * 60
    hits = [hit for hit in explain(detectors, story + "I will sue you.") if hit.type == "legal-threat"]
    assert [(hit.phrase, hit.span, hit.sentence) for hit in hits] == [
        ("I will sue", (len(story), len(story) + 10), "I will sue you.")
    ]
