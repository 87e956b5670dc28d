"""A finding's case, played before it is handed over: does the desk judge the history as the audit did?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from auditor.audit import Rulebook
from auditor.authoring.cases import case_of_text, read_cases
from auditor.authoring.desk import groups_of
from auditor.authoring.dispute_case import same_policy
from auditor.authoring.outcomes import outcomes
from auditor.authoring.trial import sit
from auditor.errors import AuditorError, UsageError
from auditor.policy.pack import Pack, Policy
from auditor.policy.yaml_file import read_yaml
from auditor.result import Result, VerdictRow


@dataclass(frozen=True)
class Played:
    """What became of a case. `lost`: where the history is judged otherwise than in the audit, in sentences."""

    lost: tuple[str, ...]
    fails: bool  # the policy as it stands does not judge as the case expects


def play(text: str, rules: Rulebook, result: Result, finding: VerdictRow) -> Played:
    """Play one entry of `cases:` that was made of a finding. Raises PolicyError."""
    (pack,) = rules.packs
    case = case_of_text(text, pack, policy_of(pack, finding["policy"]))
    groups = groups_of(one for worked in read_cases(pack) for one in worked.cases)
    with ExitStack() as stack:
        (sitting,) = sit(stack, rules, [case], groups)
        found = list(outcomes(sitting, pack, rules.contact_types))
    judged = {one.duty.name: [row["verdict"] for row in one.rows] for one in found}
    return Played(tuple(_lost(same_policy(result, finding), judged)), any(one.differences for one in found))


def policy_of(pack: Pack, name: str) -> Policy:
    """The policy of that name. Raises UsageError where the pack has none."""
    found = next((policy for policy in pack.policies if policy.name == name), None)
    if found is None:
        there = ", ".join(policy.name for policy in pack.policies)
        raise UsageError(f'--policies: the pack {pack.name} has no policy "{name}" any more. It has: {there}.')
    return found


def _lost(audited: Sequence[VerdictRow], judged: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for duty, verdicts in judged.items():
        before = [row["verdict"] for row in audited if row["duty"] == duty]
        if before != verdicts:
            yield f"{duty}: {_told(before)} in the audit, {_told(verdicts)} on the desk"


def _told(verdicts: Sequence[str]) -> str:
    return ", ".join(verdicts) or "no row"


def append(text: str, file: Path, pack: Pack, policy: Policy) -> None:
    """Add a case at the end of a file of cases, of which every byte stays; a new file gets its head.

    Raises UsageError, or PolicyError where the file could not be read with it; then nothing is written.
    """
    before = file.read_bytes() if file.is_file() else b""
    if not before:
        head = f"# Worked cases of {Path(policy.file).name}.\npolicy: {policy.name}\ncases:\n"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(head + text, encoding="utf-8")
        return
    added = (b"" if before.endswith(b"\n") else b"\n") + text.encode("utf-8")
    cases = len(_cases(file))
    with file.open("ab") as stream:
        stream.write(added)
    try:
        if len(_cases(file)) != cases + 1:
            raise UsageError(f"{file}: does not end with its list of cases, indented by two. Write that list last.")
        if file.resolve() == (pack.folder / "duties" / f"{Path(policy.file).stem}.cases.yaml").resolve():
            read_cases(pack)
    except AuditorError:
        file.write_bytes(before)
        raise


def _cases(file: Path) -> Sequence[object]:
    content = read_yaml(file).content
    return (content.get("cases") or []) if isinstance(content, dict) else []
