"""What a planned ticket is made of, before any export shape: people, updates and their parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Person:
    """An account. `exported=False`: deleted for good, the users table no longer has it. `own_role`: a custom role."""

    user_id: str
    name: str
    email: str
    role: str = "end-user"
    active: bool = True
    exported: bool = True
    own_role: bool = False


@dataclass(frozen=True)
class Group:
    """A team and its queue."""

    group_id: str
    name: str


@dataclass(frozen=True)
class Rule:
    """A trigger or an automation (`rel`)."""

    rule_id: str
    title: str
    rel: str


@dataclass(frozen=True)
class Macro:
    """A macro; `note` is the fixed text that it writes into an internal note, if any."""

    macro_id: str
    title: str
    note: str = ""
    deleted: bool = False


Actor = Person | Rule | None


@dataclass(frozen=True)
class Message:
    """Words: a comment, public or internal. A `rule` inside a person's update wrote it upon that update."""

    key: str
    text: str
    public: bool
    author: Person | None
    rule: Rule | None = None
    redacted: bool = False
    generated: bool = False
    on_behalf: bool = False


@dataclass(frozen=True)
class Field:
    """A field's value: set at creation (`created`) or changed. '' is none; ids are text."""

    field: str
    value: str
    previous: str = ""
    created: bool = False
    rule: Rule | None = None


@dataclass(frozen=True)
class MacroUse:
    """A macro was applied in this update."""

    macro: Macro


@dataclass(frozen=True)
class Notice:
    """A rule's mail."""

    rule: Rule
    recipients: tuple[Person, ...]
    subject: str
    text: str


@dataclass(frozen=True)
class Privacy:
    """A message (by its key) is made public or private later."""

    key: str
    public: bool


@dataclass(frozen=True)
class Redaction:
    """Words of an earlier message (by its key) were taken out."""

    key: str


@dataclass(frozen=True)
class Turn:
    """One turn of a chat or call. `speaker` None: a bot."""

    key: str
    seconds: int
    speaker: Person | None
    text: str
    redacted: bool = False


@dataclass(frozen=True)
class ChatStart:
    """A chat began, with the turns as far as the export goes."""

    chat_id: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class ChatEnd:
    """The chat ended; `repeats` writes the turns a second time, as a transcript comment."""

    chat_id: str
    repeats: bool = False


@dataclass(frozen=True)
class Call:
    """A call. No `answered_by`: missed, or a voicemail where there is a `transcription`."""

    key: str
    direction: str
    started_at: datetime
    seconds: int
    answered_by: Person | None
    turns: tuple[Turn, ...] = ()
    transcription: str = ""


@dataclass(frozen=True)
class MergedAway:
    """This ticket went up in another one."""

    target: Ticket


@dataclass(frozen=True)
class Absorbed:
    """Another ticket was merged into this one."""

    source: Ticket


@dataclass(frozen=True)
class Rating:
    """The requester rated the help."""

    score: str
    words: str = ""


@dataclass(frozen=True)
class Oddity:
    """An event of another type, kept as the source system writes it."""

    source_type: str
    content: tuple[tuple[str, str], ...] = ()


Part = (
    Message
    | Field
    | MacroUse
    | Notice
    | Privacy
    | Redaction
    | ChatStart
    | ChatEnd
    | Call
    | MergedAway
    | Absorbed
    | Rating
    | Oddity
)


@dataclass(frozen=True)
class Update:
    """One submit: all parts at one instant. `integer_channel`: written the old way, as a number."""

    at: datetime
    actor: Actor
    channel: str
    parts: tuple[Part, ...]
    order: int
    integer_channel: bool = False


@dataclass(frozen=True)
class Responsible:
    """Who answers for a row."""

    kind: str
    id: str | None


@dataclass(frozen=True)
class Expected:
    """One verdict row that the register demands, as the author of the story reads it."""

    duty: str
    verdict: str
    final: bool | None
    clauses: tuple[str, ...]
    contact_types: tuple[str, ...]
    responsible: Responsible | None
    trigger_key: str
    trigger_at: datetime
    due_at: datetime | None = None
    reason: str | None = None
    told_by_note: bool = False


@dataclass
class Ticket:
    """A planned ticket. Its number is given last, in the order of creation."""

    scenario: str
    requester: Person
    subject: str
    channel: str
    created_at: datetime
    ticket_id: str = ""
    updates: list[Update] = field(default_factory=list)
    traps: tuple[int, ...] = ()
    readings: tuple[int, ...] = ()
    expected: list[Expected] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    state: dict[str, str] = field(default_factory=dict)
    merged_into: Ticket | None = None
    follow_up_of: str = ""
    without_first: bool = False
    exported_again: str = ""
    time_style: str = "Z"
    ids_as_text: bool = False
