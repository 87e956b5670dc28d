"""However a sentence is typed, it is read the same, and shown as it was written."""

from __future__ import annotations

import pytest

from auditor.contacts.normalise import normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I&#39;ll sue", "i'll sue"),
        ("I’ll “sue”", 'i\'ll "sue"'),
        ("cease–and—desist", "cease-and-desist"),
        ("D&amp;B", "d&b"),
        ("a&nbsp;b", "a b"),
        ("a\t \u00a0 b", "a b"),
        ("line\r\nline", "line\nline"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("<p>I will</p>sue", "\ni will\nsue"),
        ("mail me at <a@b.example>", "mail me at <a@b.example>"),
        ("I do n't, I 'm sure", "i don't, i'm sure"),
        ("ｓｕｅ", "sue"),
        ("re\u0301sum\u00e9", "résumé"),
        ("su\u200be", "sue"),
        ("SUE YOU", "sue you"),
        ("", ""),
    ],
)
def test_one_reading_for_every_spelling(written: str, read: str) -> None:
    assert normalise(written).folded == read


@pytest.mark.parametrize(
    ("written", "phrase", "shown"),
    [
        ("So: I&#39;ll sue you.", "i'll sue", "I&#39;ll sue"),
        ("ＳＵＥ you", "sue", "ＳＵＥ"),
        ("I do n't mind", "don't", "do n't"),
        ("a\u200b \u00a0su\u200be you", "sue", "su\u200be"),
        ("&lt;b&gt; sue", "sue", "sue"),
        ("😀 &amp; I sue", "& i sue", "&amp; I sue"),
        ("re\u0301sume\u0301 sue", "sue", "sue"),
    ],
)
def test_the_span_leads_back_to_the_original(written: str, phrase: str, shown: str) -> None:
    text = normalise(written)
    start = text.folded.index(phrase)
    first, last = text.span(start, start + len(phrase))
    assert written[first:last] == shown


def test_both_readings_keep_the_same_length_where_lower_case_is_longer() -> None:
    text = normalise("İSTANBUL sue")
    assert len(text.cased) == len(text.folded)
    assert text.folded.endswith(" sue")
