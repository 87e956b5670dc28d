"""The hand-made document with words that try to be markup, a command, a link or a mention, wherever words can stand."""

from __future__ import annotations

from typing import Any

from tests.outputs.people import decided_document

ATTACKS = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "![pixel](https://evil.example/p.png) [click](javascript:alert(3)) <https://evil.example>",
    "see https://evil.example/a www.evil.example evil.example mail me@evil.example",
    "@everyone @team/leads #12 !34 owner/repo#56 GH-78 :boom: ~label",
    "a | b || c `code` ```\n# head\n| x | y |\n---\n> q\n- l **b** _i_ ~~s~~ $x^2$",
    "::error file=a,line=1::owned\r\n::set-output name=x::y\n##[error]z %0A::stop %25 %",
    "{0} {{ 7 * 7 }} ]](1) \\",
    "]]> <![CDATA[ \" ' & <b> \x00\x07\x1b[31m \ud83d \ufffe \u202egnp.exe",
)


def hostile_document() -> dict[str, Any]:
    """Each attack is in ids, names, phrases, reasons and decisions of every eighth verdict."""
    result = decided_document()
    for place, row in enumerate(result["verdicts"]):
        attack = ATTACKS[place % len(ATTACKS)]
        row["ticket_id"] = f"{row['ticket_id']} {attack}"
        row["trigger"] = {**row["trigger"], "phrase": attack, "event_id": attack}
        row["responsible"] = {**row["responsible"], "name": attack, "why": attack}
        row["reason"] = f"redacted: {attack}" if row["verdict"] == "indeterminate" else None
        for name in ("waiver", "override", "disposition"):
            if said := row["standing"][name]:
                words = {key: attack for key in ("id", "reason", "approver", "by", "why") if key in said}
                row["standing"] = {**row["standing"], name: {**said, **words}}
    for policy in result["policies"]:
        for duty, attack in zip(policy["duties"], ATTACKS, strict=False):
            duty["title"] = duty["kb"] = attack
    result["manifest"]["packs"][0]["title"] = ATTACKS[1]
    return result
