"""The duties whose every small trace is judged twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from auditor.policy.model import Steps, Tolerance
from auditor.words import Immediately, Leaves, Must, MustNever, OnlyAfter, StepSequence, Word
from tests.semantics.board import UP_TO_THREE, Situation
from tests.semantics.traces import AS_OF, LIMIT, SAME_MOMENT, SAME_TIME, Bound, Symbol

LETTERS = {
    "T": Symbol({"trigger": True}),
    "F": Symbol({"trigger": True}, foreign_time=True),
    "G": Symbol({"trigger": True, "gate": True}),
    "g": Symbol({"trigger": True, "gate": None}),
    "M": Symbol({"trigger": True}, mirrored=True),
    "A": Symbol({"act": True}),
    "a": Symbol({"act": None}),
    "c": Symbol({"act": True}, mirrored=True),
    "B": Symbol({"other": True}),
    "b": Symbol({"other": None}),
    "O": Symbol({"act": True, "other": True}),
    "E": Symbol({"end": True}),
    "e": Symbol({"end": None}),
    "K": Symbol({"close": True}),
    "L": Symbol({"close": True, "act": True}),
    "U": Symbol({"close": True, "trigger": True}),
    "R": Symbol({"release": True}),
    "r": Symbol({"release": None}),
    "Z": Symbol(closes_ticket=True),
    "W": Symbol({"act": True, "other": True}),
    "w": Symbol({"act": True, "other": None}),
    "v": Symbol({"act": None, "other": True}),
    "n": Symbol({"act": True, "other": True}, mirrored=True),
    "x": Symbol(),
    "o": Symbol(sets={"status": "open"}),
    "s": Symbol(sets={"status": "solved"}),
    "p": Symbol({"trigger": True}, turn=True),
    "q": Symbol(ends_conversation=True, sets={"status": "open"}),
    "t": Symbol({"trigger": True}, sets={"status": "solved"}),
}
OPENS = {"when": "trigger"}
EPISODES = {"when": "trigger", "closes": "close"}
MIDDLE = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=AS_OF - LIMIT)
DATED_FROM = {**EPISODES, "in_force": {"from": MIDDLE}}
DATED_UNTIL = {**OPENS, "in_force": {"until": MIDDLE}}
ALWAYS_UNTIL = {"in_force": {"until": MIDDLE}}
RELEASED = {"when": "trigger", "released_by": {"event": "release", "before": "close"}}
TIMELESS = Bound(limits=())
WIDE_GAPS = (SAME_MOMENT, SAME_TIME, LIMIT // 2, LIMIT + 1)  # for many letters: the length of three with fewer gaps
LONG = Bound(3, 4, gaps=(SAME_MOMENT, LIMIT // 2, LIMIT + 1))
LONG_TIMELESS = Bound(2, 4, limits=(), gaps=(SAME_MOMENT, SAME_TIME, LIMIT))


def _asked(
    name: str, word: Word, policy: Mapping[str, Any], letters: str, bound: Bound = UP_TO_THREE, **more: Any
) -> Situation:
    alphabet = {letter: LETTERS[letter] for letter in letters}
    if len(letters) > 5 and bound.few_gaps == 3:
        bound = replace(bound, gaps=WIDE_GAPS)
    needed = (
        "".join(letter for letter in letters if LETTERS[letter].holds.get("trigger")) if "when" in policy else letters
    )
    return Situation(name, word, policy, alphabet, bound=bound, needed=needed, **more)


WITHIN = Must(must="act", within="$limit")
BEFORE = Must(must="act", within="$limit", before="end")
BOTH = Must(must=("act", "other"), within="$limit")
FOREVER = MustNever(must_never="act")
UNTIL = MustNever(must_never="act", until="end")
THROUGH = MustNever(must_never="act", through="end")
WINDOW = MustNever(must_never="act", within="$limit", until="end")
ONE_PASSES = Tolerance(event="other", times=1)
NEXT = Immediately(immediately="other", among="act")
IN_ORDER = StepSequence(steps=(Steps(event="act", within="$half"), Steps(event="other", within="$limit")))
OPEN_STEP = StepSequence(steps=(Steps(event="act", within="$limit"), Steps(event="other")))
LAST_STEP = StepSequence(steps=(Steps(event="act"), Steps(event="other", within="$limit")))

_ALL = [
    _asked("an answer in a dated episode", WITHIN, DATED_FROM, "TAK"),
    _asked("an answer until the policy ends", WITHIN, DATED_UNTIL, "TAa"),
    _asked("no act in a dated ticket", FOREVER, ALWAYS_UNTIL, "Axa"),
    _asked("an answer in time", WITHIN, OPENS, "TAa", LONG),
    _asked("an answer in open time", Must(must="act", within="$desk_limit", clock="desk"), OPENS, "TAa"),
    _asked("an answer before the end", BEFORE, OPENS, "TAaEe"),
    _asked("an answer before the ticket closes", Must(must="act"), OPENS, "TAaZ", LONG_TIMELESS),
    _asked("two answers in time", BOTH, OPENS, "TABabO"),
    _asked("two answers before the ticket closes", Must(must=("act", "other")), OPENS, "TABaZ", TIMELESS),
    _asked(
        "an answer anywhere before the end", Must(must="act", since="start", before="end"), OPENS, "TAaEeZ", TIMELESS
    ),
    _asked(
        "answers since the opening, due after its closing",
        Must(must=("act", "other"), since="opening", within="$half"),
        EPISODES,
        "TABaKL",
        Bound(limits=(LIMIT // 2,)),
        duty={"opens_at": "closing"},
    ),
    _asked("an answer that closes the episode", Must(must="close", within="$limit"), EPISODES, "TKLU"),
    _asked("an answer unless released", WITHIN, RELEASED, "TAaRrK"),
    _asked("an answer before the end unless released", BEFORE, RELEASED, "TAERrK", Bound(2, 3)),
    _asked(
        "answers since the opening, due after a closing that nothing released",
        Must(must=("act", "other"), since="opening", within="$half"),
        {**RELEASED, "closes": "close"},
        "TORrK",
        Bound(2, 4, limits=(LIMIT // 2,), gaps=(SAME_MOMENT, LIMIT // 2)),
        duty={"opens_at": "closing"},
    ),
    _asked(
        "none after a closing that nothing released",
        MustNever(must_never="act", until="end"),
        {**EPISODES, "released_by": {"event": "release", "before": "end"}},
        "TARrKE",
        Bound(2, 4, limits=(), gaps=(SAME_MOMENT, SAME_TIME)),
        duty={"opens_at": "closing"},
    ),
    _asked("an answer before the ticket closes unless released", Must(must="act"), RELEASED, "TAZRrK", TIMELESS),
    _asked("an answer in the merged ticket", WITHIN, OPENS, "TMc"),
    _asked(
        "an answer that the export cannot show",
        WITHIN,
        OPENS,
        "TAa",
        needs={"act": frozenset({"macros"})},
        missing={"macros": "not synced"},
    ),
    _asked(
        "an answer to what the export cannot show",
        WITHIN,
        OPENS,
        "TA",
        needs={"trigger": frozenset({"bodies"})},
        missing={"bodies": "not synced"},
    ),
    _asked("an answer in a broken history", WITHIN, OPENS, "TFAa", flagged=True),
    _asked(
        "an answer in open time in a broken history",
        Must(must="act", within="$desk_limit", clock="desk"),
        OPENS,
        "TAa",
        flagged=True,
    ),
    _asked(
        "an answer after an exception",
        WITHIN,
        {**EPISODES, "unless": [{"seen": "other"}, {"now": "gate"}]},
        "TGgABbK",
        Bound(2, 3),
    ),
    _asked(
        "an answer after an exception in a broken history",
        WITHIN,
        {**OPENS, "unless": [{"seen": "other"}]},
        "TFABb",
        flagged=True,
    ),
    _asked(
        "an answer on a condition",
        WITHIN,
        OPENS,
        "TGgABb",
        duty={"given": [{"seen": "other", "now": "trigger"}], "unless": [{"now": "gate"}]},
    ),
    _asked("one ever", WITHIN, {}, "Aax"),
    _asked("one ever before the end", Must(must="act", before="end"), {}, "AaEeZ", TIMELESS),
    _asked("none ever", UNTIL, {}, "AaEe", TIMELESS),
    _asked("none while it lasts", FOREVER, OPENS, "TAa", LONG_TIMELESS),
    _asked("none until the end", UNTIL, OPENS, "TAaEe", TIMELESS),
    _asked("none through the end", THROUGH, OPENS, "TAaEe", LONG_TIMELESS),
    _asked("none in the window", WINDOW, OPENS, "TAaE"),
    _asked("none in open time", MustNever(must_never="act", within="$desk_limit", clock="desk"), OPENS, "TAa"),
    _asked("none in the episode", UNTIL, EPISODES, "TUAaEKL", Bound(2, 3, limits=())),
    _asked(
        "none in the episode, four events",
        UNTIL,
        EPISODES,
        "TAaKE",
        Bound(2, 4, limits=(), gaps=(SAME_MOMENT, LIMIT)),
    ),
    _asked(
        "none apart from the closing update",
        MustNever(must_never="act", apart_from_closing=True),
        EPISODES,
        "TAaKL",
        TIMELESS,
    ),
    _asked("none unless released", WINDOW, RELEASED, "TAERrK"),
    _asked("none through the end unless released", THROUGH, RELEASED, "TAERrK", TIMELESS),
    _asked("none but one", MustNever(must_never="act", through="end", tolerate=ONE_PASSES), OPENS, "TAOwvE", TIMELESS),
    _asked("none but one, four events", MustNever(must_never="act", tolerate=ONE_PASSES), OPENS, "TOwv", LONG_TIMELESS),
    _asked("none in the merged ticket", THROUGH, OPENS, "TMAcE", TIMELESS),
    _asked(
        "none that the export cannot show",
        UNTIL,
        OPENS,
        "TAE",
        TIMELESS,
        needs={"act": frozenset({"notifications"})},
        missing={"notifications": "not synced"},
    ),
    _asked(
        "none until what the export cannot show",
        UNTIL,
        OPENS,
        "TAaE",
        TIMELESS,
        needs={"end": frozenset({"group-history"})},
        missing={"group-history": "not synced"},
    ),
    _asked("none in a broken history", WINDOW, OPENS, "TFAaE", flagged=True),
    _asked("the next one", NEXT, OPENS, "TAaWwv", TIMELESS),
    _asked("the next one, four events", NEXT, OPENS, "TAWv", LONG_TIMELESS),
    _asked("the next one or the merged ticket's", NEXT, OPENS, "TAWcn", TIMELESS),
    _asked("the next one unless released", NEXT, RELEASED, "TAWRrK", TIMELESS),
    _asked(
        "the next one that the export cannot show",
        NEXT,
        OPENS,
        "TAW",
        TIMELESS,
        needs={"other": frozenset({"bodies"})},
        missing={"bodies": "not synced"},
    ),
    _asked("a ground before", OnlyAfter(only_after="act"), OPENS, "TAa", LONG_TIMELESS),
    _asked("a ground before or with", OnlyAfter(only_after="act", or_with=True), OPENS, "TAa", LONG_TIMELESS),
    _asked(
        "a ground that the export cannot show",
        OnlyAfter(only_after="act"),
        OPENS,
        "TAa",
        TIMELESS,
        needs={"act": frozenset({"bodies"})},
        missing={"bodies": "not synced"},
    ),
    _asked("step by step", IN_ORDER, OPENS, "TABabO", Bound(2, 3, limits=(LIMIT // 2, LIMIT))),
    _asked("step by step, four events", IN_ORDER, OPENS, "TABa", Bound(2, 4, gaps=(SAME_MOMENT, LIMIT // 2, LIMIT))),
    _asked("step by step until the ticket closes", OPEN_STEP, OPENS, "TABabZ"),
    _asked("step by step unless released", LAST_STEP, RELEASED, "TABRrKZ", Bound(2, 3)),
    _asked("left open", Leaves(leaves={"status": ("open",)}), OPENS, "Ttosx", TIMELESS),
    _asked(
        "left open at the end of the conversation", Leaves(leaves={"status": ("open",)}), RELEASED, "pqsRrK", TIMELESS
    ),
    _asked(
        "left open, state not shown",
        Leaves(leaves={"status": ("open",)}),
        OPENS,
        "Tts",
        TIMELESS,
        needs={"(state)": frozenset({"status-history"})},
        missing={"status-history": "not synced"},
    ),
]
SITUATIONS = {one.name: one for one in _ALL}
WIDER = {
    name: replace(SITUATIONS[name], word=SITUATIONS[name].word.model_copy(update={"within": "$wider"}))
    for name in ("an answer in time", "an answer before the end", "two answers in time", "none in the window")
}
