"""The peers' verdicts on an event log: pm4py's declare conformance, and Declare4Py's analyzer.

    python tests/peers/theirs.py LOG.csv.gz LIMIT OUT.json [ACTIVITIES]

Runs in the environment of the peers, and imports nothing of the project. Declare4Py is slow: an untimed
template is asked on one case of every variant, pm4py on all cases. With ACTIVITIES only the pairs of the so many
most frequent activities are asked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pandas as pd
import pm4py
from Declare4Py.D4PyEventLog import D4PyEventLog
from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
from Declare4Py.ProcessModels.DeclareModel import DeclareModel, DeclareModelTemplate
from pm4py.objects.log.obj import EventLog

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
RENAMED = {"CaseID": CASE, "ActivityID": ACTIVITY, "CompleteTimestamp": TIME}
PM4PY = {
    "existence": "existence",
    "absence": "absence",
    "exactly_one": "exactly one",
    "init": "init",
    "responded_existence": "responded existence",
    "response": "response",
    "precedence": "precedence",
    "succession": "succession",
    "altresponse": "alternate response",
    "altprecedence": "alternate precedence",
    "altsuccession": "alternate succession",
    "chainresponse": "chain response",
    "chainprecedence": "chain precedence",
    "chainsuccession": "chain succession",
    "coexistence": "co-existence",
    "noncoexistence": "not co-existence",
    "nonsuccession": "not succession",
    "nonchainsuccession": "not chain succession",
}
PM4PY_UNARY = ("existence", "absence", "exactly_one", "init")
TIMED = ("Response", "Not Response")
NAMED = {"Exactly": "exactly one"}


def read_log(path: Path) -> pd.DataFrame:
    """The log in the order of its cases and times; events of one instant stay in the order of the file."""
    log = pd.read_csv(path, dtype=str)
    log = log.rename(columns=RENAMED)[[CASE, ACTIVITY, TIME]] if "CaseID" in log else log[[CASE, ACTIVITY, TIME]]
    log[TIME] = pd.to_datetime(log[TIME], utc=True)
    log = log.sort_values([CASE, TIME], kind="stable").reset_index(drop=True)
    return pm4py.format_dataframe(log, case_id=CASE, activity_key=ACTIVITY, timestamp_key=TIME)


def by_pm4py(log: pd.DataFrame, activities: list[str]) -> list[list[object]]:
    """Rows: template, first, second, violating cases, compared cases (none: all)."""
    found = []
    for template, name in PM4PY.items():
        keys = activities if template in PM4PY_UNARY else list(permutations(activities, 2))
        model = {template: {key: {"support": 1, "confidence": 1.0} for key in keys}}
        flags = {key: bytearray(log[CASE].nunique() // 8 + 1) for key in keys}
        for case, diagnosis in enumerate(pm4py.conformance_declare(log, model)):
            for _, key in diagnosis["deviations"]:
                flags[key][case // 8] |= 1 << case % 8
        found += [[name, *_pair(key), _hexadecimal(flags[key]), None] for key in keys]
    return found


def _pair(key: str | tuple[str, str]) -> tuple[str, str]:
    return (key, key) if isinstance(key, str) else key


def _hexadecimal(flags: bytearray) -> str:
    return f"{int.from_bytes(flags, 'little'):x}"


@dataclass(frozen=True)
class Question:
    """A template as Declare4Py is asked: our name of it, how often, its time condition, and the cases."""

    template: DeclareModelTemplate
    name: str
    times: int
    timing: str
    cases: list[int]


def by_declare4py(log: pd.DataFrame, activities: list[str], limit: str) -> tuple[list[list[object]], dict[str, str]]:
    """The rows as pm4py's, and the templates that it cannot check with its error."""
    traces = pm4py.convert_to_event_log(log)
    found: list[list[object]] = []
    broken: dict[str, str] = {}
    for question in questions(traces, limit):
        binary = question.template.is_binary
        keys = list(permutations(activities, 2)) if binary else [(one, one) for one in activities]
        try:
            states = _states(traces, question.cases, _model(question, keys))
        except TypeError as error:
            broken[question.name] = f"{type(error).__name__}: {error}"
            continue
        for column, (first, second) in enumerate(keys):
            violated = [case for case, row in zip(question.cases, states, strict=True) if row[column] == 0]
            found.append([question.name, first, second, _mask(violated), _mask(question.cases)])
    return found, broken


def questions(traces: EventLog, limit: str) -> Iterator[Question]:
    """Every template, on one case of each variant; where time counts, on every case."""
    of_variant = {tuple(event[ACTIVITY] for event in trace): number for number, trace in enumerate(traces)}
    variants, every = sorted(of_variant.values()), list(range(len(traces)))
    for template in DeclareModelTemplate:
        name = NAMED.get(template.templ_str, template.templ_str.lower())
        yield Question(template, name, 1, "", variants)
        if template.templ_str in TIMED:
            yield Question(template, f"{name} in time", 1, f"0,{limit[:-1]},{limit[-1]}", every)
    yield Question(DeclareModelTemplate.ABSENCE, "absence of two", 2, "", variants)


def _model(question: Question, keys: list[tuple[str, str]]) -> DeclareModel:
    model = DeclareModel()
    for first, second in keys:
        constraint = {"template": question.template, "activities": [first], "condition": ["", question.timing]}
        if question.template.is_binary:
            constraint |= {"activities": [first, second], "condition": ["", "", question.timing]}
        model.constraints.append({**constraint, "n": question.times})
    model.set_constraints()
    return model


def _states(log: EventLog, cases: list[int], model: DeclareModel) -> list[list[int]]:
    """Case × constraint: 0 where violated. A case without an activation is satisfied."""
    part = EventLog([log[case] for case in cases], properties=log.properties)
    results = MPDeclareAnalyzer(D4PyEventLog(log=part), model, consider_vacuity=True).run()
    return [results.get_metric("state", trace_id=row) for row in range(len(cases))]


def _mask(cases: list[int]) -> str:
    flags = bytearray(max(cases, default=0) // 8 + 1)
    for case in cases:
        flags[case // 8] |= 1 << case % 8
    return _hexadecimal(flags)


def most_frequent(log: pd.DataFrame, count: int | None) -> list[str]:
    """The so many activities that happen most often, by name; no count: all."""
    happened = log[ACTIVITY].value_counts().to_dict()
    return sorted(sorted(happened, key=lambda name: (-happened[name], name))[:count])


def main(path: Path, limit: str, out: Path, count: int | None) -> None:
    """Write the cases and the verdicts of both peers."""
    log = read_log(path)
    activities = most_frequent(log, count)
    declare4py, broken = by_declare4py(log, activities, limit)
    told = {
        "cases": list(dict.fromkeys(log[CASE])),
        "activities": activities,
        "limit": limit,
        "peers": {"pm4py": by_pm4py(log, activities), "Declare4Py": declare4py},
        "broken": broken,
    }
    out.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else None)
