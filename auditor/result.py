"""The result of an audit: one document that feeds every report, and nothing else does.

The types here are the contract. `result.schema.json` beside this file is made of them
(`python -m auditor.result_file`), a test holds the two together, and an output may rely on every sentence below.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12

SCHEMA: Final = "auditor-result/1"
VERDICTS: Final = ("violated", "indeterminate", "pending", "complied")  # worst first: the order in which a ticket folds
SEVERITIES: Final = ("critical", "high", "medium", "low", "info")  # worst first

Verdict = Literal["complied", "violated", "pending", "indeterminate"]
Severity = Literal["critical", "high", "medium", "low", "info"]
Tier = Literal["certain", "review"]
Count = Annotated[int, Field(ge=0)]
Instant = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$",
        description="An instant in UTC, ISO 8601 with Z; fractions of a second only where there are any.",
    ),
]
Week = Annotated[str, Field(pattern=r"^\d{4}-W\d\d$", description="An ISO week in the report's time zone.")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Span = Annotated[
    list[Count],
    Field(min_length=2, max_length=2, description="[start, end): characters of the event's text in this document."),
]
Fingerprint = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        description="Stable name of the instance (policy, duty, ticket, trigger event); the anchor in the report.",
    ),
]
strict = with_config(ConfigDict(extra="forbid", strict=True))


@strict
class KnowledgeBase(TypedDict):
    """The text that the pack encodes."""

    title: str
    sha256: Sha256


@strict
class Pack(TypedDict):
    """A policy pack that took part, with the hash of all its files."""

    id: str
    title: str
    version: str | None
    folder: Annotated[str, Field(description="Where it lies, from where auditor was called; for links to its files.")]
    sha256: Sha256
    kb: KnowledgeBase | None


@strict
class Input(TypedDict):
    """A file that was read; its path is relative to the folder that was given."""

    file: str
    role: str
    bytes: Count
    sha256: Sha256


@strict
class Privacy(TypedDict):
    """What was done to what tickets say before anything was written."""

    masked: Annotated[bool, Field(description="Addresses, numbers and the like; false: an option asked for it.")]
    pseudonymised: Annotated[bool, Field(description="People bear pseudonyms, stable for one key.")]
    pseudonym_key: Annotated[str | None, Field(description="Names the key, and does not tell it: eight hex digits.")]


@strict
class Manifest(TypedDict):
    """Everything that decides the result: the same manifest gives the same document, byte for byte."""

    auditor_version: str
    as_of: Annotated[Instant, Field(description="Where time ends: nothing later is known, nothing later is judged.")]
    timezone: Annotated[str, Field(description="IANA name: the zone of the report's times and weeks.")]
    since: Annotated[Instant | None, Field(description="First instant of the period; null: from the first event.")]
    until: Annotated[Instant | None, Field(description="End of the period, itself outside; null: to the as-of time.")]
    attributed_by: Literal["trigger"]
    packs: list[Pack]
    parameters: Annotated[dict[str, Any], Field(description="The parameters in force, after overrides.")]
    inputs: list[Input]
    shape: str
    fail_on: Annotated[Severity | None, Field(description="Violations of this severity or worse fail the run.")]
    options: Annotated[dict[str, Any], Field(description="What else the call asked for.")]
    privacy: Privacy


@strict
class FileRows(TypedDict):
    """The rows of one file; read = used + duplicate + quarantined."""

    file: str
    role: str
    read: Count
    used: Count
    duplicate: Count
    quarantined: Count


@strict
class QuarantinedRow(TypedDict):
    """A row that could not be used, and why, in words."""

    file: str
    line: Count
    reason: str


@strict
class TypeCount(TypedDict):
    """An event type that the loader does not know; its events are kept."""

    type: str
    count: Count


@strict
class Note(TypedDict):
    """Something that the loader met and settled, and how often."""

    name: str
    count: Count


@strict
class Rows(TypedDict):
    """What became of every row; read = used + duplicate + quarantined."""

    read: Count
    used: Count
    duplicate: Count
    quarantined: Count
    by_file: list[FileRows]
    quarantine: Annotated[list[QuarantinedRow], Field(description="The first 1,000; `quarantined` counts all.")]
    unknown_event_types: list[TypeCount]
    notes: list[Note]


@strict
class MissingCapability(TypedDict):
    """Something that this export cannot show."""

    capability: str
    why: str


@strict
class UndecidableDuty(TypedDict):
    """A duty that no ticket of this export can decide."""

    pack: str
    policy: str
    duty: str
    reason: str


@strict
class Capabilities(TypedDict):
    """What this export can show, and what that leaves undecided."""

    shown: list[str]
    missing: list[MissingCapability]
    undecidable: list[UndecidableDuty]


@strict
class VerdictCounts(TypedDict):
    """How many, by verdict."""

    violated: Count
    indeterminate: Count
    pending: Count
    complied: Count


@strict
class PolicyWeek(TypedDict):
    """The instances of one policy that were triggered in a week."""

    pack: str
    policy: str
    violated: Count
    indeterminate: Count
    pending: Count
    complied: Count


@strict
class WeekCounts(TypedDict):
    """Cases by the week of their triggers: one with triggers in two weeks is in both.

    Weeks outside the period may be listed: they are for comparison.
    """

    week: Week
    in_scope: Count
    violated: Count
    pending: Count
    indeterminate: Count
    complied: Count
    policies: Annotated[list[PolicyWeek], Field(description="Of the policies that were triggered in that week.")]


@strict
class Person(TypedDict):
    """Somebody of the ticket system; what it does not say is null."""

    id: str | None
    name: str | None


@strict
class Actor(TypedDict):
    """Who or what acted."""

    id: str | None
    name: str | None
    role: Annotated[str | None, Field(description="requester, agent, end-user, rule, bot, system; null: unknown")]


@strict
class Contact(TypedDict):
    """A contact type that the ticket shows, with the words that show it."""

    type: str
    tier: Tier
    event_id: str | None
    at: Instant
    phrase: Annotated[str | None, Field(description="The matched words; null where a tag or a field showed it.")]
    span: Span | None
    sentence: str | None


@strict
class TimelineEvent(TypedDict):
    """An event of the ticket, as evidence. Groups and people stand in `value` by name where one is known."""

    event_id: str
    at: Instant
    update: Annotated[str, Field(description="Events of one update happened at once.")]
    kind: str
    channel: str | None
    actor: Actor | None
    public: bool | None
    text: Annotated[str | None, Field(description="Plain text, whole; null where there is none or it was taken out.")]
    field: str | None
    value: str | None
    previous_value: str | None
    macro: str | None


@strict
class Case(TypedDict):
    """A ticket in scope. Its timeline is there unless every duty was kept."""

    ticket_id: str
    subject: str | None
    requester: Person | None
    channel: str | None
    created_at: Instant | None
    verdict: Verdict
    history_sha256: Annotated[Sha256, Field(description="Of the ticket's events; another one: the history changed.")]
    contacts: list[Contact]
    timeline: list[TimelineEvent]


@strict
class Tickets(TypedDict):
    """The tickets of the period; read = in scope + not applicable."""

    read: Count
    in_scope: Annotated[Count, Field(description="Tickets with at least one verdict: the cases.")]
    not_applicable: Annotated[Count, Field(description="No duty was triggered there; never counted as complied.")]
    by_verdict: Annotated[VerdictCounts, Field(description="Cases by their worst verdict.")]
    unreadable: Annotated[Count, Field(description="Tickets with words that could not be read.")]
    weeks: Annotated[list[WeekCounts], Field(description="Oldest first.")]
    cases: list[Case]


@strict
class Duty(TypedDict):
    """A duty in plain words, with what its clauses ask for and how often it was kept."""

    duty: str
    title: str
    clauses: list[str]
    severity: Severity
    line: Annotated[Count, Field(description="Where it stands in its policy's file; 0: nowhere.")]
    kb: Annotated[str | None, Field(description="The clauses in the register's own words.")]
    counts: VerdictCounts


@strict
class Policy(TypedDict):
    """A policy of a pack, with its duties."""

    pack: str
    policy: str
    title: str
    file: str
    duties: list[Duty]


@strict
class Clause(TypedDict):
    """A clause of the knowledge base: encoded by a duty, or declared not checkable, and why."""

    id: str
    paraphrase: str
    state: Literal["encoded", "not-checkable", "missing"]
    why: str | None


@strict
class AgentWeek(TypedDict):
    """What one person, rule or group answers for that was triggered in a week."""

    week: Week
    violated: Count
    indeterminate: Count
    pending: Count
    complied: Count


@strict
class AgentCounts(TypedDict):
    """The instances that one person, rule or group answers for."""

    id: str | None
    name: str | None
    kind: Literal["agent", "rule", "group", "nobody"]
    in_scope: Annotated[Count, Field(description="Instances answered for: the sum of the four verdicts.")]
    violated: Count
    pending: Count
    indeterminate: Count
    complied: Count
    weeks: Annotated[list[AgentWeek], Field(description="Oldest first; weeks outside the period are for comparison.")]


@strict
class ReviewItem(TypedDict):
    """A weak signal for a person to look at; nobody is accused by it."""

    ticket_id: str
    type: str
    phrase: str | None
    sentence: str | None
    at: Instant


@strict
class SampledTicket(TypedDict):
    """A ticket that shows no contact type, for a person to read."""

    ticket_id: str
    at: Instant | None
    words: Annotated[str | None, Field(description="What an end user wrote first.")]


@strict
class Unflagged(TypedDict):
    """A random sample of the tickets that show no contact type, so that a team can estimate what is missed."""

    seed: int
    unflagged: Annotated[int, Field(ge=0, description="Tickets without any contact type, of which these are a sample.")]
    flagged: Annotated[int, Field(ge=0, description="Tickets with a certain contact type.")]
    sample: list[SampledTicket]


@strict
class Trigger(TypedDict):
    """What opened the instance."""

    event_id: str | None
    at: Instant
    phrase: str | None
    span: Span | None


@strict
class Responsible(TypedDict):
    """Who answers for the instance, and why it is them. Nobody is a legal answer."""

    id: str | None
    name: str | None
    kind: Literal["agent", "rule", "group", "nobody"]
    why: str | None


@strict
class Change(TypedDict):
    """One change of a ticket's history."""

    change: Literal["add", "leave-out", "earlier", "set"]
    what: Annotated[str, Field(description="The signal that the act carries, or field=value.")]
    event_id: Annotated[str | None, Field(description="The event concerned; null: one that is not there.")]
    until: Instant | None


@strict
class Counterfactual(TypedDict):
    """The smallest change that would have complied, confirmed by running the audit on the changed history."""

    would_have_complied: list[Change]
    still_possible: Annotated[list[Change], Field(description="What may still be made good; the verdict stays.")]


Enforcement = Literal["advisory", "soft", "hard"]
Ruling = Literal["disputed", "upheld", "overturned", "wrong-agent"]


@strict
class Waived(TypedDict):
    """The waiver under which a finding stands; its verdict stays visible."""

    id: str
    owner: str
    approver: str
    reason: str
    expires: Instant


@strict
class Approval(TypedDict):
    """Who let a softly enforced finding pass, when and why."""

    by: str
    at: Instant
    why: str


@strict
class Disposition(TypedDict):
    """What people said of a finding last."""

    ruling: Ruling
    by: str
    at: Instant
    why: str
    instead: Annotated[Person | None, Field(description="Of wrong-agent: who answers instead, if it is known.")]


@strict
class Standing(TypedDict):
    """What people decided about an instance; the machine's verdict beside it is never touched."""

    enforcement: Enforcement
    waiver: Waived | None
    override: Approval | None
    baseline: Annotated[Literal["new", "known"] | None, Field(description="null: no baseline, or not violated.")]
    disposition: Disposition | None
    reviewed: Annotated[Verdict, Field(description="The verdict after review; an overturned one is complied.")]
    fails: Annotated[bool, Field(description="It counts against --fail-on in this environment.")]


@strict
class VerdictRow(TypedDict):
    """One obligation instance."""

    fingerprint: Fingerprint
    ticket_id: str
    pack: str
    policy: str
    duty: str
    clauses: list[str]
    contact_types: list[str]
    verdict: Verdict
    final: Annotated[bool, Field(description="Nothing that happens later changes it.")]
    repaired: Annotated[bool, Field(description="Broken, and made good afterwards.")]
    reason: Annotated[str | None, Field(description='Of an indeterminate one: "code: detail".')]
    trigger: Trigger
    witness: Annotated[list[str], Field(description="Events that met or broke it; none: a deadline passed.")]
    due_at: Instant | None
    elapsed_seconds: Annotated[float | None, Field(ge=0, description="On `clock`: to the witness, else to as_of.")]
    allowed_seconds: Annotated[float | None, Field(ge=0)]
    clock: Annotated[str | None, Field(description="wall, or the name of the pack's schedule whose open time it is.")]
    responsible: Responsible
    group: Annotated[Person | None, Field(description="The group that held the ticket then: the team.")]
    severity: Severity
    counterfactual: Annotated[Counterfactual | None, Field(description="Of a violated one: what would have sufficed.")]
    standing: Standing


@strict
class WaiverState(TypedDict):
    """A waiver of the file, and what became of it at the as-of time."""

    id: str
    scope: Annotated[str, Field(description="What it covers, in words.")]
    owner: str
    approver: str
    reason: str
    effective_from: Instant
    expires: Instant
    state: Literal["not-yet", "active", "expiring", "expired", "unused", "no-longer-needed"]
    covers: Annotated[Count, Field(description="Findings of this audit that stand under it.")]


@strict
class BaselineEntry(TypedDict):
    """A finding that was there when the baseline was written."""

    fingerprint: Fingerprint
    ticket_id: str
    pack: str
    policy: str
    duty: str
    severity: Severity


@strict
class BaselineState(TypedDict):
    """The baseline of the run. `known` + `new` are the violated rows of the document."""

    as_of: Annotated[Instant, Field(description="Of the audit that it was written from.")]
    entries: Count
    known: Count
    new: Count
    fixed: Annotated[list[BaselineEntry], Field(description="Entries that were judged and are violated no more.")]
    ended: Annotated[list[BaselineEntry], Field(description="Entries whose ticket's history changed; violated still.")]


@strict
class PolicyReviews(TypedDict):
    """How often people reviewed the findings of a policy, and how often they were wrong."""

    pack: str
    policy: str
    reviewed: Annotated[Count, Field(description="Upheld, overturned or of the wrong agent.")]
    upheld: Count
    overturned: Count
    wrong_agent: Count
    disputed: Annotated[Count, Field(description="Waiting for a decision.")]


@strict
class Decisions(TypedDict):
    """What people decided about the findings, all evaluated at the as-of time."""

    environment: str | None
    waivers: list[WaiverState]
    baseline: BaselineState | None
    reviews: list[PolicyReviews]
    unmatched: Annotated[list[str], Field(description="Fingerprints of dispositions that this audit does not hold.")]


@strict
class FollowedFinding(TypedDict):
    """An instance of this audit that an earlier one showed as well."""

    fingerprint: Fingerprint
    first_seen: Annotated[Instant, Field(description="The as-of time of the first audit that showed it.")]
    was: Annotated[Verdict, Field(description="Its verdict in the audit before this one that showed it.")]


@strict
class SettledFinding(TypedDict):
    """An instance that an earlier audit left open, and that is decided now."""

    fingerprint: Fingerprint
    ticket_id: str
    pack: str
    policy: str
    duty: str
    severity: Severity
    was: Verdict
    now: Verdict


@strict
class PastAgent(TypedDict):
    """What somebody answered for in weeks that this export does not reach."""

    kind: Literal["agent", "rule", "group", "nobody"]
    id: str | None
    weeks: list[AgentWeek]


@strict
class Past(TypedDict):
    """The audits before this one, from the history file."""

    audits: Count
    before: Annotated[Instant | None, Field(description="The as-of time of the audit before this one.")]
    weeks: Annotated[list[WeekCounts], Field(description="Weeks that this export does not reach. Oldest first.")]
    agents: list[PastAgent]
    followed: list[FollowedFinding]
    settled: Annotated[list[SettledFinding], Field(description="Of this period and of those before it.")]
    gone: Annotated[list[BaselineEntry], Field(description="Violated in the audit before, of this period, and no row.")]


@strict
class Score(TypedDict):
    """Tickets scored as QA teams do: weights of kept duties over weights of decided ones; a critical breach is 0."""

    tickets: Annotated[Count, Field(description="With a decided duty of weight; the others have no score.")]
    passed: Annotated[Count, Field(description="Without a broken duty of weight.")]
    low: Annotated[float, Field(ge=0, le=1, description="Wilson's 95 % interval of passed / tickets.")]
    high: Annotated[float, Field(ge=0, le=1)]
    failed: Annotated[Count, Field(description="By a critical duty: scored 0 whatever else was kept.")]
    score: Annotated[float | None, Field(ge=0, le=1, description="Mean over tickets; null: none is scored.")]
    without_auto_fail: Annotated[float | None, Field(ge=0, le=1, description="The same, critical duties as any other.")]


@strict
class PolicyScore(TypedDict):
    """The score of one policy's duties."""

    pack: str
    policy: str
    score: Score


@strict
class AgentScore(TypedDict):
    """The score of the duties that one person answers for. `ranked`: of at least five tickets."""

    id: str | None
    name: str | None
    ranked: bool
    score: Score


@strict
class Scores(TypedDict):
    """The scorecard, applied."""

    goal: Annotated[float, Field(ge=0, le=1, description="The score that the team wants.")]
    weights: Annotated[dict[str, float], Field(description="By severity, or by duty as pack/policy/duty.")]
    critical: Annotated[list[str], Field(description="Duties that fail the ticket, as pack/policy/duty.")]
    overall: Score
    policies: list[PolicyScore]
    agents: list[AgentScore]


@strict
class Result(TypedDict):
    """One audit, whole: what was asked, what was read, what it shows, and a verdict per obligation instance."""

    schema: Literal["auditor-result/1"]
    manifest: Manifest
    rows: Rows
    capabilities: Capabilities
    tickets: Tickets
    policies: list[Policy]
    clauses: Annotated[list[Clause], Field(description="The register of the knowledge base, in its order.")]
    agents: list[AgentCounts]
    review: list[ReviewItem]
    unflagged: Unflagged
    decisions: Decisions
    past: Annotated[Past | None, Field(description="null: no history file was given.")]
    scores: Scores
    earlier: Annotated[
        list[VerdictRow],
        Field(description="Before the period, and left open by an audit of the history file: counted nowhere."),
    ]
    verdicts: Annotated[list[VerdictRow], Field(description="By ticket, trigger and duty.")]
