"""The SQL that runs for a pack, in the order in which it runs, with the lines of the policies that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from auditor.audit import Rulebook
from auditor.compile import CompiledDuty, CompiledPolicy, compile_policy, used_signals
from auditor.errors import UsageError
from auditor.evaluate import ALWAYS, used, verdict_statement
from auditor.policy.pack import Pack, Policy
from auditor.policy.yaml_file import did_you_mean
from auditor.signals import SignalCompiler, signals_sql

RULE = "-- " + "=" * 77
OF_THE_RUN = {  # known when an export is there
    "as_of_clock": "the as-of time on the duty's clock, in microseconds",
    "missing": "the capabilities that the export lacks and the duty needs, or null",
    "end_missing": "the same for what ends the window or opens the policy, or null",
}


def compiled_sql(rules: Rulebook, policy: str | None = None, duty: str | None = None) -> str:
    """The statements of one pack, or of one policy or duty of it.

    An audit binds the ids of groups beside their names, and takes out what `if_recorded` asks of an export that
    does not record it; here no export is looked at.
    """
    (pack,) = rules.packs
    wanted = [one for one in pack.policies if policy in (None, one.name)]
    compiler = SignalCompiler(pack, {}, {}, rules.contact_types)
    signals, every_signal = signals_sql(compiler, list(used_signals(pack)), ALWAYS)
    parts = [f"-- {pack.name}: {pack.title}. Every statement as it runs; $names are bound, never pasted.\n"]
    parts.append(_section("signals of the whole pack", [pack.origin("signals.yaml", ("signals",))]))
    parts.append(_statement(every_signal, used(compiler.bound, every_signal)))
    for one in wanted:
        parts += _of_policy(pack, compile_policy(pack, one, signals), duty)
    return "\n".join(parts)


def refuse_unknown(packs: list[Pack], policy: str | None, duty: str | None) -> None:
    """Raise UsageError where no pack has a policy, or no such policy a duty, of the name."""
    policies = [one for pack in packs for one in pack.policies]
    named = [one for one in policies if policy in (None, one.name)]
    _refuse("policy", policy, [one.name for one in policies])
    _refuse("duty", duty, [each.name for one in named for each in one.duties])


def _refuse(kind: str, name: str | None, known: list[str]) -> None:
    if name is not None and name not in known:
        there_are = ", ".join(sorted(set(known)))
        raise UsageError(
            f"--{kind} {name}: there is no such {kind}.{did_you_mean(name, known)} There are: {there_are}."
        )


def _of_policy(pack: Pack, compiled: CompiledPolicy, wanted: str | None) -> Iterator[str]:
    duties = [one for one in compiled.duties if wanted in (None, one.duty.name)]
    if not duties:
        return
    policy, text = compiled.policy, compiled.policy.text
    keys = [key for key in ("when", "closes", "released_by", "in_force") if key in text.model_fields_set]
    gates = [f"gate_{gate.index}: {gate.origin}" for gate in compiled.gates]
    yield _section(
        f"policy {policy.name}: {text.title}",
        [_origin(pack, policy), *(f"{key}: {_origin(pack, policy, key)}" for key in keys), *gates],
    )
    yield _statement(compiled.scope, {})
    yield _statement(compiled.openings, used(compiled.bound, compiled.openings))
    for duty in duties:
        yield from _of_duty(pack, compiled, duty)


def _of_duty(pack: Pack, compiled: CompiledPolicy, one: CompiledDuty) -> Iterator[str]:
    duty, place = one.duty, ("duties", one.duty.name)
    keys = [key for key in type(duty.word).model_fields if key in duty.word.model_fields_set]
    yield _section(
        f"duty {duty.name}: {duty.text.title}",
        [
            f"{_origin(pack, compiled.policy, *place)} ({', '.join(duty.text.clauses)})",
            *(f"{key}: {_origin(pack, compiled.policy, *place, key)}" for key in keys),
        ],
    )
    yield _statement(one.instances, {})
    sql, values = verdict_statement(pack, compiled, one, None, None, {duty.word.clock_name(): 0})
    yield _statement(sql, values)


def _origin(pack: Pack, policy: Policy, *location: str) -> str:
    return pack.origin(f"duties/{Path(policy.file).name}", location)


def _section(title: str, places: list[str]) -> str:
    lines = [RULE, f"-- {_one_line(title)}", *(f"--   {place}" for place in places)]
    return "\n".join(lines)


def _statement(sql: str, values: Mapping[str, Any]) -> str:
    told = [f"--   ${name} = {_value(name, value)}" for name, value in values.items()]
    lines = [line.rstrip() for line in sql.strip().splitlines()]
    return "\n".join([*told, *(line for line in lines if line), ";", ""])


def _value(name: str, value: Any) -> str:
    return f"of the run: {OF_THE_RUN[name]}" if name in OF_THE_RUN else _one_line(repr(value))


def _one_line(text: str) -> str:
    return " ".join(text.split())
