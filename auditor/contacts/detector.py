"""The typed model of a detector file: what an author writes about one contact type or one phrase of the desk."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from auditor.policy.yaml_file import Strict


def _as_list(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


Phrases = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Writer = Literal["requester", "end-user", "agent", "any"]


class WorkedText(Strict):
    """A text with the day it was written, where the day matters."""

    what: ClassVar[str] = "a worked text"
    text: str
    at: date | None = None


def _as_text(given: Any) -> Any:
    return {"text": given} if isinstance(given, str) else given


WorkedTexts = Annotated[tuple[Annotated[WorkedText, BeforeValidator(_as_text)], ...], Field(min_length=1)]


class Capture(Strict):
    """A period that the text names decides whether the rule holds."""

    what: ClassVar[str] = "capture"
    period: Literal["leaves", "within", "unknown"] = Field(
        description="leaves: a named period begins before the last months; within: none does; unknown: no day is known"
    )
    months: int = 12


class Conditions(Strict):
    """What narrows a match: in the same sentence, near it (one sentence either side) or anywhere in the message."""

    what: ClassVar[str] = "a rule"
    unit: Literal["sentence", "message"] | None = Field(None, description="where the groups of `all` must meet")
    require: Phrases = ()
    require_near: Phrases = ()
    require_message: Phrases = ()
    unless: Phrases = ()
    unless_near: Phrases = ()
    unless_message: Phrases = ()
    not_phrase: Phrases = Field((), description="voids a match that it overlaps")
    case_exact: bool = False
    capture: Capture | None = None


class Rule(Conditions):
    """One way of saying it."""

    any: Phrases = ()
    all: tuple[Phrases, ...] = Field((), description="groups of which each must be met in one unit")
    language: str | None = Field(None, description="of its phrases, for the reader")


class Signs(Rule):
    """A rule, and further rules that share its conditions."""

    rules: tuple[Rule, ...] = ()


class Review(Signs):
    """Weak signals: for a reader's eye, never an accusation."""

    what: ClassVar[str] = "review"
    match: WorkedTexts
    no_match: WorkedTexts


class InLanguage(Signs):
    """A detector file in a language's folder: further ways of saying it, and worked texts in that language."""

    what: ClassVar[str] = "a detector in a language"
    id: str = Field(description="the detector that it adds to")
    words: dict[str, Phrases] = Field(default_factory=dict, description="named lists for the phrases: $name")
    review: Review | None = None
    match: WorkedTexts
    no_match: WorkedTexts


class Words(Strict):
    """`words.yaml`: named lists that every detector of the folder, and of its languages, may use."""

    what: ClassVar[str] = "words.yaml"
    words: dict[str, Phrases] = Field(default_factory=dict)
    signs: Phrases = Field((), description="of the folder's own language: rules of others skip a sentence with one")


class Detector(Signs):
    """A detector file. Everything at its top is the certain tier."""

    what: ClassVar[str] = "a detector"
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    tier: Literal["certain", "review"] = Field("certain", description="the tier of what stands at the top")
    who: Writer = "requester"
    public: bool | Literal["any"] = "any"
    messages: Literal["all", "first"] = "all"
    signature: Literal["strip", "keep"] = Field("strip", description="keep: who signs is evidence here")
    quoted: Literal["keep", "void"] = Field("keep", description="void: words in quotation marks are somebody else's")
    tags: Phrases = ()
    fields: dict[str, Phrases] = Field(default_factory=dict)
    words: dict[str, Phrases] = Field(default_factory=dict, description="named lists for the phrases: $name")
    review: Review | None = None
    match: WorkedTexts
    no_match: WorkedTexts
