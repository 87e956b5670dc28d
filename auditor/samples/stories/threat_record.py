"""Stories of KB-3.2: macro and internal note, from the threat until 30 minutes after the touch response."""

from __future__ import annotations

from auditor.samples.agent_texts import MACRO_NOTE_DETAIL, NOTE, NOTE_OF_39, NOTE_OF_40
from auditor.samples.desk import (
    GREETING,
    MACRO_TEXT,
    PR_MACRO,
    PR_MACRO_DELETED,
    PR_MACRO_NESTED,
    PR_MACRO_SHOUTED,
    SIGN_OFF,
)
from auditor.samples.draft import Draft
from auditor.samples.model import Macro, Redaction
from auditor.samples.stories.registry import story
from auditor.samples.stories.scenes import handed_over, listed, recorded, threat_kept, threatened, touched

RECORD = ("macro-and-note",)


def _with_record(d: Draft, kind: str = "legal-threat") -> None:
    threatened(d, kind=kind)
    d.took("Tue 10:15:00", d.agent)


def _broken(d: Draft, due: str) -> None:
    """An omission: the assignee at the deadline answers for it."""
    d.row("macro-and-note", "violated", d.agent, on="touch", due=due)
    threat_kept(d, d.agent, holder=d.agent, but=RECORD)


@story("the note is forgotten, the macro is not")
def macro_without_note(d: Draft) -> None:
    _with_record(d)
    d.act("Tue 10:40:00", d.agent, d.cast.say("touch", ("We are on it, {first}.",)), key="touch", macros=(PR_MACRO,))
    _broken(d, "Tue 11:10:00")


@story("the macro is forgotten, the note is not", traps=(21,))
def note_without_macro(d: Draft) -> None:
    _with_record(d, "social-media-threat")
    touched(d, "Tue 10:40:00", d.agent)
    d.noted("Tue 10:50:00", d.agent, d.cast.say("note", NOTE))
    _broken(d, "Tue 11:10:00")


@story("another macro than the one demanded", traps=(22,))
def wrong_macro(d: Draft) -> None:
    _with_record(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:50:00", d.agent, macro=GREETING)
    _broken(d, "Tue 11:10:00")


@story("neither macro nor note, in the queue: the one who answered holds it", readings=(9, 14))
def toucher_holds(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.other)
    d.row("macro-and-note", "violated", d.other, on="touch", due="Tue 11:10:00")
    threat_kept(d, d.other, holder=d.other, but=RECORD)


@story("moved to EE at once and never recorded: the one who moved it answers", readings=(9,))
def moved_without_record(d: Draft) -> None:
    _with_record(d)
    touched(d, "Tue 10:40:00", d.agent)
    d.moved("Tue 10:45:00", d.agent)
    d.row("macro-and-note", "violated", d.agent, on="touch", due="Tue 11:10:00")
    threat_kept(d, d.agent, mover=d.agent, but=RECORD)
    listed(d, d.agent)


def _length(name: str, text: str, kept: bool) -> None:
    @story(name)
    def tell(d: Draft) -> None:
        _with_record(d)
        touched(d, "Tue 10:40:00", d.agent)
        d.noted("Tue 10:45:00", d.agent, text, macros=(PR_MACRO,))
        if kept:
            threat_kept(d, d.agent, holder=d.agent)
        else:
            _broken(d, "Tue 11:10:00")


_length("a note of 40 characters is a note", NOTE_OF_40, True)
_length("a note of 39 characters is none", NOTE_OF_39, False)

# Touch, last instant in time, one second too late: wall time, so closing time at 17:00 does not matter.
RECORD_LIMITS = (
    ("in the morning", "Tue 10:40:00", "Tue 11:10:00", "Tue 11:10:01"),
    ("over closing time", "Tue 16:50:00", "Tue 17:20:00", "Tue 17:20:01"),
)


def _record_at(name: str, touch: str, record: str, limit: str, kept: bool) -> None:
    @story(f"macro and note {name}", readings=(4, 14))
    def tell(d: Draft) -> None:
        threatened(d, "Tue 14:00:00" if touch > "Tue 12" else "Tue 10:00:00")
        d.act(d.keys["threat"], d.agent, assignee=d.agent)
        touched(d, touch, d.agent)
        recorded(d, record, d.agent)
        if kept:
            d.row("macro-and-note", "complied", d.agent, on="touch", due=limit)
            threat_kept(d, d.agent, holder=d.agent, but=RECORD)
        else:
            _broken(d, limit)


for _name, _touch, _limit, _late in RECORD_LIMITS:
    _record_at(f"30 minutes after the touch response, {_name}", _touch, _limit, _limit, True)
    _record_at(f"one second later than that, {_name}", _touch, _late, _limit, False)


@story("macro and note before the touch response", readings=(14,))
def before_the_touch(d: Draft) -> None:
    _with_record(d)
    recorded(d, "Tue 10:20:00", d.agent)
    touched(d, "Tue 11:40:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("the note first, the macro with the touch response", readings=(14,), traps=(18,))
def in_any_order(d: Draft) -> None:
    _with_record(d, "social-media-threat")
    d.noted("Tue 10:20:00", d.agent, d.cast.say("note", NOTE))
    d.act("Tue 10:30:00", d.agent, d.cast.say("touch", ("We take this seriously, {first}, and will write to you.",)),
          key="touch", macros=(PR_MACRO,))  # fmt: skip
    threat_kept(d, d.agent, holder=d.agent)


@story("macro and note before the threat do not count", readings=(14,))
def before_the_threat(d: Draft) -> None:
    d.opened("Tue 09:00:00", "My withdrawal did not arrive. Please check.", key="first")
    d.took("Tue 09:10:00", d.agent)
    recorded(d, "Tue 09:20:00", d.agent)
    d.wrote("Tue 10:00:00", d.contact("legal-threat"), key="threat")
    touched(d, "Tue 10:40:00", d.agent)
    _broken(d, "Tue 11:10:00")


def _macro(name: str, macro: Macro) -> None:
    @story(f"the macro is {name}", traps=(22,))
    def tell(d: Draft) -> None:
        _with_record(d)
        touched(d, "Tue 10:40:00", d.agent)
        recorded(d, "Tue 10:50:00", d.agent, macro=macro)
        threat_kept(d, d.agent, holder=d.agent)


_macro("nested in a folder", PR_MACRO_NESTED)
_macro("written in capitals with two spaces", PR_MACRO_SHOUTED)
_macro("deleted since", PR_MACRO_DELETED)


@story("three macros in one update", traps=(23,))
def three_macros(d: Draft) -> None:
    _with_record(d)
    touched(d, "Tue 10:40:00", d.agent)
    d.noted("Tue 10:50:00", d.agent, d.cast.say("note", NOTE), macros=(GREETING, PR_MACRO, SIGN_OFF))
    threat_kept(d, d.agent, holder=d.agent)


@story("the note carries the macro's own text", readings=(8,), traps=(24,))
def macro_text(d: Draft) -> None:
    _with_record(d)
    touched(d, "Tue 10:40:00", d.agent)
    d.noted("Tue 10:50:00", d.agent, MACRO_TEXT + MACRO_NOTE_DETAIL, macros=(PR_MACRO,))
    d.row("macro-and-note", "complied", d.agent, on="touch", told_by_note=True)
    threat_kept(d, d.agent, holder=d.agent, but=RECORD)


@story("the note was redacted, nobody can tell what it said", traps=(6,))
def redacted_note(d: Draft) -> None:
    _with_record(d)
    touched(d, "Tue 10:40:00", d.agent)
    d.act("Tue 10:50:00", d.agent, "▇" * 12, key="note", public=False, macros=(PR_MACRO,), redacted=True)
    d.update("Tue 16:00:00", d.agent, Redaction("note"))
    d.row("macro-and-note", "indeterminate", on="touch")
    threat_kept(d, d.agent, holder=d.agent, but=RECORD)


@story("macro and note are still due when the export is taken", last_week=True, readings=(14, 26), traps=(42,))
def still_due(d: Draft) -> None:
    threatened(d, "Sun 12:00:00")
    d.took("Sun 17:30:00", d.agent)
    touched(d, "Sun 17:45:00", d.agent)
    d.row("macro-and-note", "pending", d.agent, on="touch", due="Sun 18:15:00")
    threat_kept(d, d.agent, holder=d.agent, but=RECORD)


@story("macro and note are due at the very second of the export", last_week=True, readings=(14,))
def due_now(d: Draft) -> None:
    threatened(d, "Sun 12:00:00", kind="social-media-threat")
    d.took("Sun 17:20:00", d.agent)
    touched(d, "Sun 17:30:00", d.agent)
    d.row("macro-and-note", "pending", d.agent, on="touch", due="Sun 18:00:00")
    threat_kept(d, d.agent, holder=d.agent, but=RECORD)


@story("moved to EE, recorded there in time")
def recorded_by_ee(d: Draft) -> None:
    _with_record(d)
    touched(d, "Tue 10:40:00", d.agent)
    handed_over(d, "Tue 10:45:00", d.agent)
    recorded(d, "Tue 11:00:00", d.escalations)
    d.row("macro-and-note", "complied", d.escalations, on="touch")
    threat_kept(d, d.agent, mover=d.agent, but=RECORD)
    listed(d, d.agent)
