"""What the files of decisions are written with: instants with their zone, names, fingerprints."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from auditor.policy.yaml_file import Strict
from auditor.schedule import zone

TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)? ?(Z|[+-]\d\d:\d\d)?")
EXAMPLE = "2026-12-01T09:00:00+01:00"


def problem(sentence: str) -> PydanticCustomError:
    """An error that tells the sentence as it is."""
    return PydanticCustomError("decision", "{sentence}", {"sentence": sentence})


def _zone_name(given: str) -> str:
    try:
        zone(given)
    except ValueError as error:
        raise problem(f"{error}.") from None
    return given


def _instant(given: Any, validated: ValidationInfo) -> datetime:
    """The instant in UTC; one without an offset is in the entry's `timezone`."""
    moment = _moment(given)
    if moment.tzinfo:
        return moment.astimezone(UTC)
    if "timezone" not in validated.data:  # it is misspelt, which is told at its own place
        return moment.replace(tzinfo=UTC)
    name = validated.data["timezone"]
    if not name:
        raise problem(f"{given} has no zone. Write an offset ({EXAMPLE}), or add `timezone: Europe/Berlin` beside it.")
    return _local(moment, name)


def _moment(given: Any) -> datetime:
    if isinstance(given, datetime):
        return given
    if not isinstance(given, str) or not TIME.fullmatch(given.strip()):
        raise problem(f"“{given}” is not an instant. Write the day, the time and the zone: {EXAMPLE}.")
    try:
        return datetime.fromisoformat(given.strip().replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
    except ValueError as error:
        raise problem(f"“{given}” is no time: {error}.") from None


def _local(moment: datetime, name: str) -> datetime:
    """A local time as an instant, unless the zone's clocks show it twice or never."""
    first, second = (moment.replace(tzinfo=zone(name), fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        twice = first.astimezone(UTC).astimezone(zone(name)).replace(tzinfo=None) == moment
        happens = "happens twice" if twice else "does not exist: the clocks skip it"
        raise problem(f"{moment} in {name} {happens}. Write it with its offset, for example {EXAMPLE}.")
    return first.astimezone(UTC)


def _identifier(given: Any) -> Any:
    """An id; YAML reads one of digits as a number."""
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


def _fingerprint(given: Any) -> Any:
    if isinstance(given, int | float):
        raise problem("YAML reads this fingerprint as a number and may lose digits. Put it in quotes.")
    return given


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[
    Text,
    BeforeValidator(_identifier, json_schema_input_type=str | int),
    Field(description="an id; one of digits needs no quotes"),
]
Finding = Annotated[
    str,
    BeforeValidator(_fingerprint),
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$"),
    Field(description="the fingerprint of a finding, as every report shows it"),
]
When = Annotated[datetime, BeforeValidator(_instant), Field(description=f"an instant: {EXAMPLE}")]
ZoneName = Annotated[str, AfterValidator(_zone_name)]


class Zoned(Strict):
    """An entry with instants; `timezone` is that of those without an offset. It is read before them."""

    timezone: Annotated[ZoneName | None, Field(description="IANA name, of the times without an offset")] = None
