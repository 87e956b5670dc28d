"""Waivers: what stands under them, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.errors import UsageError
from auditor.result import WaiverState
from tests.decisions.situation import (
    AS_OF,
    LEFT_OPEN,
    SILENCE,
    TOUCH,
    audit_of,
    decide,
    dispositions,
    folder_with,
    instance,
    only,
    ruling,
    waiver,
    waivers,
)

BROKEN = instance("47001", SILENCE)


def state_of(folder: Path, entry: str, *rows: dict[str, Any]) -> WaiverState:
    found = decide(audit_of(*(rows or (BROKEN,))), folder_with(folder, waivers=waivers(entry)))
    (state,) = found["decisions"]["waivers"]
    return state


def test_a_waived_finding_keeps_its_verdict_and_does_not_fail(tmp_path: Path) -> None:
    row = only(decide(audit_of(BROKEN), folder_with(tmp_path, waivers=waivers())))
    assert (row["verdict"], row["standing"]["reviewed"], row["standing"]["fails"]) == ("violated", "violated", False)
    assert row["standing"]["waiver"] == {
        "id": "W-1", "owner": "Anna Ash", "approver": "Rosa Diaz", "reason": "Legal asked us to.",
        "expires": "2027-01-31T00:00:00Z",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("begins", "expires", "state", "fails"),
    [
        ("2026-11-01T00:00:00Z", "2026-11-16T08:00:00Z", "expired", True),
        ("2026-11-01T00:00:00Z", "2026-11-16T08:00:01Z", "expiring", False),
        ("2026-11-01T00:00:00Z", "2026-11-30T08:00:00Z", "expiring", False),
        ("2026-11-01T00:00:00Z", "2026-11-30T08:00:01Z", "active", False),
        (AS_OF, "2027-01-31T00:00:00Z", "active", False),
        ("2026-11-16T08:00:01Z", "2027-01-31T00:00:00Z", "not-yet", True),
    ],
)
def test_a_waiver_holds_from_its_first_second_to_before_its_last(
    tmp_path: Path, begins: str, expires: str, state: str, fails: bool
) -> None:
    found = decide(audit_of(BROKEN), folder_with(tmp_path, waivers=waivers(waiver(begins=begins, expires=expires))))
    (told,) = found["decisions"]["waivers"]
    assert (told["state"], told["covers"], only(found)["standing"]["fails"]) == (state, int(not fails), fails)


@pytest.mark.parametrize(
    ("begins", "expires"),
    [
        ("2026-11-16T09:00:00+01:00", "2026-12-16T09:00+01:00"),
        ("2026-11-16T09:00\n    timezone: Europe/Berlin", "2026-12-16 09:00:00"),
        ('"2026-11-16 08:00:00Z"', "2026-12-16T03:00:00-05:00"),
    ],
)
def test_a_time_has_its_offset_or_the_zone_beside_it(tmp_path: Path, begins: str, expires: str) -> None:
    state = state_of(tmp_path, waiver(begins=begins, expires=expires))
    assert (state["effective_from"], state["expires"]) == ("2026-11-16T08:00:00Z", "2026-12-16T08:00:00Z")


@pytest.mark.parametrize(
    ("expires", "told"),
    [
        ("2026-12-01T09:00:00", "has no zone"),
        ("2026-12-01", "is not an instant"),
        ("next week", "is not an instant"),
        ("2026-11-31T00:00:00Z", "2026-11-31T00:00:00 is no time"),
        ("2026-12-01T09:00\n    timezone: Europe/Berlim", 'there is no time zone "Europe/Berlim"'),
        ("2027-03-28T02:30\n    timezone: Europe/Berlin", "does not exist"),
        ("2027-10-31T02:30\n    timezone: Europe/Berlin", "happens twice"),
    ],
)
def test_a_time_that_could_mean_another_is_refused_where_it_stands(tmp_path: Path, expires: str, told: str) -> None:
    folder = folder_with(tmp_path, waivers=waivers(waiver(expires=expires)))
    with pytest.raises(UsageError) as error:
        decide(audit_of(BROKEN), folder)
    (message,) = error.value.messages
    assert told in message
    assert message.startswith(f"{folder / 'waivers.yml'}:{9 if 'Berlim' in expires else 8}:")


def test_a_waiver_of_which_no_duty_was_ever_triggered_is_unused(tmp_path: Path) -> None:
    assert state_of(tmp_path, waiver("{ticket: 99}"))["state"] == "unused"


def test_a_waiver_of_what_is_kept_by_now_is_no_longer_needed(tmp_path: Path) -> None:
    kept = instance("47001", SILENCE, "complied")
    assert state_of(tmp_path, waiver(), kept)["state"] == "no-longer-needed"


@pytest.mark.parametrize("verdict", ["pending", "indeterminate"])
def test_a_waiver_of_what_may_still_be_broken_stays(tmp_path: Path, verdict: str) -> None:
    rows = (instance("47001", SILENCE, "complied"), instance("47001", SILENCE, verdict, "11-11 09:00"))
    state = state_of(tmp_path, waiver(), *rows)
    assert (state["state"], state["covers"]) == ("active", 0)


def test_a_waiver_of_a_finding_that_was_overturned_is_no_longer_needed(tmp_path: Path) -> None:
    folder_with(tmp_path, dispositions=dispositions(ruling(BROKEN["fingerprint"], "overturned")))
    state = state_of(tmp_path, waiver())
    assert (state["state"], state["covers"]) == ("no-longer-needed", 0)


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ("{pack: executive_escalations}", "abc"),
        ("{pack: another}", ""),
        ("{policy: threat}", "bc"),
        ("{policy: threat, duty: left-open}", "c"),
        ("{policy: threat, ticket: 47001}", "b"),
        ("{ticket: 47002}", "c"),
        ("{agent: 202}", "c"),
        ("{group: '31'}", "abc"),
        ("{group: '32'}", ""),
        ("{agent: 201, policy: threat}", "b"),
    ],
)
def test_every_name_of_a_scope_narrows_it(tmp_path: Path, scope: str, covered: str) -> None:
    rows = {
        "a": BROKEN,
        "b": instance("47001", TOUCH),
        "c": instance("47002", LEFT_OPEN, who="202"),
    }
    found = decide(audit_of(*rows.values()), folder_with(tmp_path, waivers=waivers(waiver(scope))))
    waived = [row["standing"]["waiver"] is not None for row in found["verdicts"]]
    assert "".join(name for name, is_waived in zip(rows, waived, strict=True) if is_waived) == covered


def test_a_waiver_of_a_person_does_not_cover_a_rule_of_the_same_id(tmp_path: Path) -> None:
    by_rule = instance("47001", SILENCE, who="rule:201")
    assert state_of(tmp_path, waiver("{agent: 201}"), by_rule)["state"] == "unused"


def test_of_several_waivers_the_narrowest_is_told(tmp_path: Path) -> None:
    text = waivers(waiver("{policy: silent-contact}", name="wide"), waiver(name="narrow"))
    found = decide(audit_of(BROKEN), folder_with(tmp_path, waivers=text))
    assert [(one["id"], one["state"], one["covers"]) for one in found["decisions"]["waivers"]] == [
        ("wide", "active", 0),
        ("narrow", "active", 1),
    ]


def test_an_expired_waiver_leaves_the_finding_to_a_wider_one_that_holds(tmp_path: Path) -> None:
    text = waivers(waiver("{policy: silent-contact}", name="wide"), waiver(expires="2026-11-15T00:00:00Z"))
    told = only(decide(audit_of(BROKEN), folder_with(tmp_path, waivers=text)))["standing"]["waiver"]
    assert told
    assert told["id"] == "wide"


def test_everything_that_is_wrong_with_waivers_is_told_at_once_and_in_its_place(tmp_path: Path) -> None:
    himself = waiver(name="W-1").replace("Rosa Diaz", "anna  ash")
    text = waivers(waiver(), himself, waiver(name="W-3", begins="2027-02-01T00:00:00Z"))
    with pytest.raises(UsageError) as error:
        decide(audit_of(BROKEN), folder_with(tmp_path, waivers=text))
    twice, own, backwards = (message.removeprefix(f"{tmp_path}/") for message in error.value.messages)
    assert twice.startswith("waivers.yml:9:5: the waiver W-1 stands in")
    assert "waivers.yml:2:5 too" in twice
    assert own.startswith("waivers.yml:12:5: anna  ash owns this waiver and cannot approve it.")
    assert backwards.startswith("waivers.yml:22:5: the waiver expires before it takes effect.")


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("{}", "says nothing. Give at least one of: pack, policy, duty, ticket, agent, group."),
        ("{duty: silence}", "stands without its policy"),
        ("{polcy: threat}", 'unknown key "polcy". Did you mean "policy"?'),
        ("{policy: thread}", 'there is no policy "thread". Did you mean "threat"?'),
        ("{policy: threat, duty: silence}", 'there is no duty of threat "silence".'),
    ],
)
def test_a_scope_that_cannot_be_meant_is_refused(tmp_path: Path, scope: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        decide(audit_of(BROKEN), folder_with(tmp_path, waivers=waivers(waiver(scope))))
    assert told in error.value.messages[0]
    assert "waivers.yml:3:" in error.value.messages[0]


@pytest.mark.parametrize("begins", ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"])
def test_an_expired_waiver_may_name_what_is_gone_and_another_may_not(tmp_path: Path, begins: str) -> None:
    gone = waiver("{policy: gone}", begins=begins, expires="2026-11-16T08:00:00Z")
    if begins < AS_OF:
        assert state_of(tmp_path, gone)["state"] == "expired"
    else:
        with pytest.raises(UsageError, match='no policy "gone"'):
            state_of(tmp_path, waiver("{policy: gone}", begins=begins))


def test_a_pack_that_took_no_part_may_have_any_policy(tmp_path: Path) -> None:
    assert state_of(tmp_path, waiver("{pack: another, policy: unknown-here}"))["state"] == "unused"
