"""Who has a page, what stands on it after people had their say, and the name of its file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from unicodedata import combining, normalize

from auditor.errors import UsageError
from auditor.outputs.coaching.colleagues import Key, key_of
from auditor.outputs.coaching.own import Reader
from auditor.outputs.telling.cases import unnamed
from auditor.rates import Rate, rate
from auditor.result import AgentCounts, Result, VerdictRow

SLUG = 40  # characters of a name that stand in a file's name


@dataclass(frozen=True)
class Agent:
    """A person with the instances that are theirs to talk about."""

    reader: Reader
    counts: AgentCounts
    taken_away: tuple[VerdictRow, ...]  # found to be somebody else's: nowhere on the page
    kept: tuple[VerdictRow, ...]
    broken: tuple[VerdictRow, ...]  # the findings that stand
    aside: tuple[VerdictRow, ...]  # disputed, overturned, waived, let pass: never a focus
    pending: tuple[VerdictRow, ...]
    undecided: tuple[VerdictRow, ...]

    @property
    def name(self) -> str:
        return self.reader.name or unnamed("agent", self.reader.id)

    @property
    def kept_rate(self) -> Rate:
        """Kept of decided, after review: an overturned finding was kept, an open question counts nowhere."""
        kept = len(self.kept) + sum(standing(row) == "overturned" for row in self.aside)
        return rate(kept, kept + len(self.broken))

    @property
    def decided(self) -> bool:
        return bool(self.kept or self.broken or self.aside)

    @property
    def file(self) -> str:
        return f"{_slug(self.reader.name or '') or 'agent'}-{_safe_id(self.reader)}.html"


def agents(result: Result) -> tuple[Agent, ...]:
    """Every agent of the document who can be told from the others, by name."""
    rows: dict[Key, list[VerdictRow]] = defaultdict(list)
    for row in result["verdicts"]:
        key = key_of(row["responsible"]["id"], row["responsible"]["name"])
        if row["responsible"]["kind"] == "agent" and key:
            rows[key].append(row)
    found = [
        _agent(counts, rows[key])
        for counts in result["agents"]
        if counts["kind"] == "agent" and (key := key_of(counts["id"], counts["name"]))
    ]
    return tuple(sorted(found, key=lambda agent: (_plain(agent.name), agent.name, agent.reader.key)))


def asked(people: Sequence[Agent], name_or_id: str) -> Agent:
    """The one agent of that name or id. Raises UsageError, with near names, where there is none or more than one."""
    wanted = _plain(name_or_id).strip()
    found = [one for one in people if name_or_id == one.reader.id or wanted == _plain(one.name)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(str(one.reader.id) for one in found)
        raise UsageError(f"--agent {name_or_id}: {len(found)} agents bear that name. Give an id: {ids}.")
    near = get_close_matches(wanted, [_plain(one.name) for one in people], n=3, cutoff=0.6)
    close = [one.name for name in near for one in people if _plain(one.name) == name]
    told = dict.fromkeys([*close, *(one.name for one in people if wanted in _plain(one.name).split())])
    ask = f"Near it: {', '.join(told)}." if told else f"There are: {', '.join(one.name for one in people) or 'none'}."
    raise UsageError(f"--agent {name_or_id}: this audit holds no agent of that name or id. {ask}")


def standing(row: VerdictRow) -> str:
    """What people decided of a row: wrong-agent, overturned, disputed, waived, let-pass; stands where nothing did."""
    found = row["standing"]
    ruling = found["disposition"]["ruling"] if found["disposition"] else None
    if ruling in ("wrong-agent", "overturned", "disputed"):
        return ruling
    return "waived" if found["waiver"] else "let-pass" if found["override"] else "stands"


def _agent(counts: AgentCounts, rows: Sequence[VerdictRow]) -> Agent:
    mine = [row for row in rows if standing(row) != "wrong-agent"]
    violated = [row for row in mine if row["verdict"] == "violated"]
    return Agent(
        reader=Reader(counts["id"], counts["name"]),
        counts=counts,
        taken_away=tuple(row for row in rows if standing(row) == "wrong-agent"),
        kept=tuple(row for row in mine if row["verdict"] == "complied"),
        broken=tuple(row for row in violated if standing(row) == "stands"),
        aside=tuple(row for row in violated if standing(row) != "stands"),
        pending=tuple(row for row in mine if row["verdict"] == "pending"),
        undecided=tuple(row for row in mine if row["verdict"] == "indeterminate"),
    )


def _plain(text: str) -> str:
    return "".join(letter for letter in normalize("NFKD", text).casefold() if not combining(letter))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _plain(text)).strip("-")[:SLUG].strip("-")


def _safe_id(reader: Reader) -> str:
    """An id of small letters and digits as it is; any other, or none, as a digest after an underscore: no two meet."""
    if reader.id and re.fullmatch(r"[a-z0-9]{1,40}", reader.id):
        return reader.id
    return f"_{sha256(reader.key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
