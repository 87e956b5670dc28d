"""Worked cases: named situations beside a policy, each a timeline and the verdict that every duty must have.

`duties/threat.cases.yaml` stands beside `duties/threat.yaml`. A step of a history is one atomic update.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from auditor.errors import PolicyError
from auditor.exports.shape import CAPABILITIES
from auditor.policy.model import Many, Moment
from auditor.policy.pack import Pack, Policy
from auditor.policy.parameters import duration
from auditor.policy.yaml_file import Strict, YamlFile, did_you_mean, parse, read_yaml, yaml_of
from auditor.result import Verdict

Person = Literal["agent", "end-user", "admin", "unknown"]  # unknown: the export does not say what they are
PEOPLE: Mapping[str, Person] = {"requester": "end-user", "guest": "end-user", "anna": "agent", "boris": "agent"}
NOBODY = ("rule", "bot", "system")
LIMIT_SIDES = ("complied", "violated", "pending", "in-time-at-the-limit", "late-after-the-limit")
Shown = Literal["complied", "violated", "pending", "in-time-at-the-limit", "late-after-the-limit"]


class Step(Strict):
    """One update of the ticket: who did what, when. The first one creates it."""

    what: ClassVar[str] = "a step"
    at: Moment | str = Field("+0s", description="an instant (UTC), or +4h after the first step")
    by: str = Field("requester", description="requester, guest, anna, boris, one of `people`, or rule, bot, system")
    says: str | None = Field(None, description="a public message, or a turn of the chat")
    note: str | None = Field(None, description="a private note")
    publishes: bool = Field(False, description="makes the last private note public")
    macro: str | None = None
    status: str | None = None
    group: str | None = None
    assignee: str | None = None
    notifies: Many = Field((), description="a notification that a rule sends to these people")
    chat: str | None = Field(None, description="the conversation of which it is a turn")
    ends: str | None = Field(None, description="the conversation that ends with it")
    call: Literal["inbound", "outbound"] | None = None
    channel: str | None = None
    redacted: bool = Field(False, description="the words of its messages were taken out")
    unreadable: Literal["attachment-only", "no-body", "no-transcript"] | None = Field(
        None, description="why the words of its messages are not in the export"
    )


class Expected(Strict):
    """A row that a duty must have. Only what is given is compared, the verdict always."""

    what: ClassVar[str] = "an expected row"
    verdict: Verdict
    final: bool | None = None
    repaired: bool | None = None
    reason: str | None = None
    responsible: str | None = None
    due_at: Moment | None = None


def _rows(given: Any) -> Any:
    items = given if isinstance(given, list | tuple) else [given]
    return [{"verdict": item} if isinstance(item, str) else item for item in items]


Expectation = Annotated[
    tuple[Expected, ...],
    BeforeValidator(_rows, json_schema_input_type=Verdict | Expected | list[Verdict | Expected]),
]


class Case(Strict):
    """A named situation."""

    what: ClassVar[str] = "a case"
    case: str
    history: tuple[Step, ...] = Field(min_length=1)
    as_of: Moment | str | None = None
    people: dict[str, Person] = Field(default_factory=dict, description="people of this case alone")
    parameters: dict[str, Any] = Field(default_factory=dict)
    lacks: Many = Field((), description="capabilities that the export does not have")
    expect: dict[str, Expectation]


class CasesFile(Strict):
    """`<policy>.cases.yaml`."""

    what: ClassVar[str] = "a cases file"
    policy: str
    as_of: Moment | str = "+30d"
    people: dict[str, Person] = Field(default_factory=dict)
    texts: dict[str, str] = Field(default_factory=dict, description="messages that steps name as $name")
    not_shown: dict[str, dict[Shown, str]] = Field(
        default_factory=dict, description="duty → what no case shows of it, and why"
    )
    cases: tuple[Case, ...] = Field(min_length=1)


@dataclass(frozen=True)
class WorkedCase:
    """A case with its place in its file and what its file says for all of them."""

    policy: Policy
    text: Case
    people: Mapping[str, Person]
    as_of: datetime
    moments: tuple[datetime, ...]
    place: str

    @property
    def name(self) -> str:
        """`policy: what happens`."""
        return f"{self.policy.name}: {self.text.case}"


@dataclass(frozen=True)
class WorkedPolicy:
    """The cases of one policy, and what they leave out with a reason."""

    policy: Policy
    cases: tuple[WorkedCase, ...]
    not_shown: Mapping[str, Mapping[Shown, str]]
    file: YamlFile


def read_cases(pack: Pack) -> list[WorkedPolicy]:
    """The cases of every policy of the pack. Raises PolicyError with everything that is wrong; none is wrong too."""
    problems: list[str] = []
    found = []
    for policy in pack.policies:
        path = pack.folder / "duties" / f"{Path(policy.file).stem}.cases.yaml"
        if not path.is_file():
            problems.append(
                f"{policy.file}: no test found: {path.name} is missing beside it. `auditor policy new` writes one."
            )
            continue
        try:
            found.append(_read(path, pack, policy))
        except PolicyError as error:
            problems += error.messages
    stray = {path.name.removesuffix(".cases.yaml") for path in (pack.folder / "duties").glob("*.cases.yaml")}
    known = {Path(policy.file).stem for policy in pack.policies}
    problems += [
        f"{pack.folder.name}/duties/{name}.cases.yaml:1:1: there is no policy file {name}.yaml beside it."
        for name in sorted(stray - known)
    ]
    if problems:
        raise PolicyError(problems)
    return found


def _read(path: Path, pack: Pack, policy: Policy) -> WorkedPolicy:
    file = read_yaml(path, pack.folder.parent)
    text, problems = parse(file, CasesFile)
    if text is None:
        raise PolicyError(problems)
    problems = [*_problems(file, text, pack, policy)]
    cases = []
    for number, given in enumerate(text.cases):
        case = given.model_copy(update={"history": tuple(_spoken(step, text.texts) for step in given.history)})
        try:
            cases.append(_worked(file, text, policy, number, case))
        except ValueError as error:
            problems.append(file.problem(("cases", number), f"{case.case}: {error}."))
    if problems:
        raise PolicyError(problems)
    return WorkedPolicy(policy, tuple(cases), text.not_shown, file)


def case_of_text(text: str, pack: Pack, policy: Policy) -> WorkedCase:
    """One entry of `cases:` as it will be read. Raises PolicyError."""
    path = pack.folder / "duties" / f"{Path(policy.file).stem}.cases.yaml"
    file = yaml_of(f"policy: {policy.name}\ncases:\n{text}", path, path.name)
    parsed, problems = parse(file, CasesFile)
    problems += _problems(file, parsed, pack, policy) if parsed else ()
    if parsed is None or problems:
        raise PolicyError(problems)
    return _worked(file, parsed, policy, 0, parsed.cases[0])


def _worked(file: YamlFile, text: CasesFile, policy: Policy, number: int, case: Case) -> WorkedCase:
    moments = list(_moments(case.history))
    as_of = _moment(case.as_of or text.as_of, moments[0])
    if moments != sorted(moments):
        raise ValueError("its steps are not in the order of time")
    if as_of < moments[-1]:
        raise ValueError(f"its history goes on after the as-of time {as_of:%Y-%m-%d %H:%M:%S}")
    people = {**PEOPLE, **text.people, **case.people}
    return WorkedCase(policy, case, people, as_of, tuple(moments), file.at(("cases", number)))


def _spoken(step: Step, texts: Mapping[str, str]) -> Step:
    """The step with the texts that it names."""
    named = {
        key: texts[value[1:]]
        for key in ("says", "note")
        if (value := getattr(step, key)) and value.startswith("$") and value[1:] in texts
    }
    return step.model_copy(update=named)


def _moments(steps: Sequence[Step]) -> Iterator[datetime]:
    first = steps[0].at
    if isinstance(first, str):
        raise ValueError("its first step needs an instant, for example at: 2026-11-06 12:00:00")
    for step in steps:
        yield _moment(step.at, first)


def _moment(given: datetime | str, start: datetime) -> datetime:
    if isinstance(given, datetime):
        return given
    if not given.startswith("+"):
        raise ValueError(f'"{given}" is no instant; write 2026-11-06 12:00:00, or +4h after the first step')
    return start + (duration(given[1:]) if given != "+0s" else timedelta())


def _problems(file: YamlFile, text: CasesFile, pack: Pack, policy: Policy) -> Iterator[str]:
    duties = [duty.name for duty in policy.duties]
    if text.policy != policy.name:
        yield file.problem(("policy",), f'policy: beside {policy.file} stands the policy "{policy.name}".')
    names = [case.case for case in text.cases]
    people = {*PEOPLE, *text.people, *NOBODY}
    for duty in text.not_shown:
        yield from _unknown(file, ("not_shown", duty), "duty", duty, duties)
    for number, case in enumerate(text.cases):
        at = ("cases", number)
        if case.case in names[:number]:
            yield file.problem((*at, "case"), f'"{case.case}" is the name of an earlier case too.')
        for duty in case.expect:
            yield from _unknown(file, (*at, "expect", duty), "duty", duty, duties)
        for name in case.parameters:
            yield from _unknown(file, (*at, "parameters", name), "parameter", name, pack.values)
        for name in case.lacks:
            yield from _unknown(file, (*at, "lacks"), "capability", name, CAPABILITIES)
        for place, step in enumerate(case.history):
            where = (*at, "history", place)
            yield from _unknown(file, (*where, "by"), "person", step.by, people | set(case.people))
            for key in ("says", "note"):
                if (named := getattr(step, key)) and named.startswith("$"):
                    yield from _unknown(file, (*where, key), "text", named[1:], text.texts)


def _unknown(file: YamlFile, where: tuple[str | int, ...], kind: str, name: str, known: Iterable[str]) -> Iterator[str]:
    names = sorted(known)
    if name in names:
        return
    there_are = f"There are: {', '.join(names)}."
    yield file.problem(where, f'there is no {kind} "{name}".{did_you_mean(name, names)} {there_are}')


def utc(moment: datetime) -> datetime:
    """The instant without its zone, as the tables keep it."""
    return moment.astimezone(UTC).replace(tzinfo=None)
