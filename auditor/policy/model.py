"""The typed model of a pack: what an author writes, and nothing that the compiler adds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from auditor.policy.yaml_file import Strict

Severity = Literal["critical", "high", "medium", "low", "info"]
SEVERITIES: tuple[Severity, ...] = ("info", "low", "medium", "high", "critical")
StateField = Literal["status", "group", "assignee"]
Kind = Literal[
    "message", "call", "publish", "conceal", "redaction", "set", "change", "macro", "notification",
    "conversation-start", "conversation-end", "merge", "other",
]  # fmt: skip
Role = Literal["agent", "requester", "end-user", "rule", "bot", "system"]
Actor = Literal["agent", "requester", "end-user", "rule", "bot", "system", "automation"]


def _as_list(given: Any) -> Any:
    return [given] if isinstance(given, str | int) and not isinstance(given, bool) else given


def _in_utc(given: datetime) -> datetime:
    return given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)


def _line_numbers(given: Any) -> Any:
    """`14`, `47-59`, or a list of these, as numbers that count from 1."""
    found: list[int] = []
    for item in _as_list(given):
        first, _, last = str(item).partition("-")
        if not first.strip().isdecimal() or not (last or first).strip().isdecimal():
            raise ValueError(f'"{item}" is no line. Write 14, or 47-59, or a list of these')
        numbers = range(int(first), int(last or first) + 1)
        if not numbers or int(first) == 0:
            raise ValueError(f'"{item}" holds no line. Lines count from 1, and a range runs upwards: 47-59')
        found.extend(numbers)
    return found


Moment = Annotated[datetime, AfterValidator(_in_utc)]
Many = Annotated[
    tuple[str, ...],
    BeforeValidator(
        lambda given: [str(item) for item in _as_list(given)], json_schema_input_type=str | int | list[str | int]
    ),
]
Roles = Annotated[tuple[Role, ...], BeforeValidator(_as_list, json_schema_input_type=Role | list[Role])]
Kinds = Annotated[tuple[Kind, ...], BeforeValidator(_as_list, json_schema_input_type=Kind | list[Kind])]
Lines = Annotated[tuple[int, ...], BeforeValidator(_line_numbers, json_schema_input_type=int | str | list[int | str])]


class Condition(Strict):
    """What an event is. Several keys in one mapping must all hold; the answer may be yes, no or unknown."""

    what: ClassVar[str] = "a condition"
    kind: Kinds | None = None
    public: bool | None = None
    by: Actor | None = Field(None, description="who acted; agent: a person inside, no automation user")
    words_of: Roles | None = Field(None, description="whose words a message carries")
    channel: Many | None = None
    direction: Literal["inbound", "outbound"] | None = None
    spoken: bool | None = Field(None, description="a turn of a chat or call")
    contact: Many | None = Field(None, description="contact types, certain tier")
    weak_contact: Many | None = Field(None, description="contact types, review tier")
    phrase: Many | None = Field(None, description="texts of the pack's phrases/")
    says: str | None = Field(None, description="carries this known text")
    minimum_length: int | str | None = None
    macro: Many | None = None
    becomes: dict[StateField, Many] | None = Field(None, description="a change into one of these values")
    holds: dict[StateField, Many] | None = Field(None, description="the value when the update's step ended")
    unreadable: Many | None = Field(None, description="why its words are not in the export")
    value: Many | None = Field(None, description="the value that a change or merge carries")
    to_requester: bool | None = Field(None, description="a notification that went to the requester")
    parameter: dict[str, str] | None = Field(None, description="holds where the parameter has this value")
    signal: str | None = None
    any: tuple[Condition, ...] | None = None
    all: tuple[Condition, ...] | None = None
    not_: Condition | None = Field(None, alias="not")
    maybe: Condition | None = Field(None, description="unknown where it holds, else no")
    if_recorded: Condition | None = Field(None, description="looked at where the export shows it, else no")


class Signals(Strict):
    """`signals.yaml`: named conditions."""

    what: ClassVar[str] = "signals.yaml"
    signals: dict[str, Condition]


class Gate(Strict):
    """A condition on an opening: on the event itself (`now`), on anything up to and with it (`seen`), or both."""

    what: ClassVar[str] = "a gate"
    seen: str | None = None
    now: str | None = None


class Release(Strict):
    """An event that ends the instance without a verdict, while nothing of `before` has happened yet."""

    what: ClassVar[str] = "released_by"
    event: str
    before: str


class Steps(Strict):
    """One step of a sequence."""

    what: ClassVar[str] = "a step"
    event: str
    within: str | None = None


class Tolerance(Strict):
    """So many matching events are let pass."""

    what: ClassVar[str] = "tolerate"
    event: str
    times: int = 1


class DutyText(Strict):
    """What every duty says of itself, whatever its word."""

    what: ClassVar[str] = "a duty"
    title: str
    clauses: tuple[str, ...]
    cite_contacts: bool = False
    severity: Severity
    opens_at: Literal["opening", "closing"] = "opening"
    unless: tuple[Gate, ...] = ()
    given: tuple[Gate, ...] = ()


class InForce(Strict):
    """When a policy holds: from this instant, until before that one. Without a zone the times are UTC."""

    what: ClassVar[str] = "in_force"
    from_: Moment | None = Field(None, alias="from")
    until: Moment | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the policy is in force at the instant."""
        return (self.from_ is None or self.from_ <= moment) and (self.until is None or moment < self.until)


class PolicyFile(Strict):
    """One procedure: when it opens, and the duties that it opens."""

    what: ClassVar[str] = "a policy file"
    policy: str
    title: str
    about: str = ""
    when: str | None = Field(None, description="the signal that opens an instance; none: once per ticket")
    contacts: Many = Field((), description="the contact types it is about, for the evidence")
    contact_clauses: dict[str, Many] = Field(default_factory=dict)
    unless: tuple[Gate, ...] = ()
    given: tuple[Gate, ...] = ()
    closes: str | None = Field(None, description="what closes an episode; a later opening then opens a new one")
    released_by: Release | None = None
    in_force: InForce = Field(
        default_factory=lambda: InForce.model_validate({}),
        description="an opening is judged by the policy in force when it happened",
    )
    replaces: str | None = Field(None, description="the earlier version of this policy, whose time must be over")
    duties: dict[str, dict[str, Any]]


class KnowledgeBase(Strict):
    """The text that the pack encodes."""

    what: ClassVar[str] = "knowledge_base"
    title: str
    sha256: str | None = None


class PackFile(Strict):
    """`pack.yaml`."""

    what: ClassVar[str] = "pack.yaml"
    pack: str
    title: str
    version: int
    about: str = ""
    knowledge_base: KnowledgeBase
    automation_users: str | None = Field(None, description="the parameter that lists accounts which are no persons")
    schedules: dict[str, str] = Field(default_factory=dict, description="clock name → schedule parameter")


class Clause(Strict):
    """A normative statement of the knowledge base and what became of it."""

    what: ClassVar[str] = "a clause"
    paraphrase: str
    state: Literal["encoded", "not-checkable", "missing"] = "encoded"
    why: str = ""
    lines: Lines = Field((), description="where it stands in the text: 14, 47-59, or a list of these")


class Context(Strict):
    """Lines of the knowledge base that ask nothing."""

    what: ClassVar[str] = "context"
    lines: Lines
    why: str


class ClausesFile(Strict):
    """`kb/clauses.yaml`."""

    what: ClassVar[str] = "clauses.yaml"
    clauses: dict[str, Clause]
    context: tuple[Context, ...] = ()
