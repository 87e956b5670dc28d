"""A result whose every text carries a secret of every kind, and everything that a written file says, decoded."""

from __future__ import annotations

import base64
import email
import email.policy
import html
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from tests.outputs.document import document

SECRETS = {
    "e-mail": "leak.of.mail@secret.example",
    "phone": "+1 415 555 0132",
    "card": "4242 4242 4242 4242",
    "IBAN": "DE89 3704 0044 0532 0130 00",
    "tax number": "536-22-8726",
    "passport": "X1234567",
    "address": "742 Evergreen Terrace, Springfield, IL 62704",
    "IP address": "203.0.113.54",
    "link": "https://secret.example/reset?token=9f8a7b6c5d4e3f2a",
    "bank account": "98765432",
}
SAID = (
    "Mail {e-mail}, call {phone}, card {card}, IBAN {IBAN}, SSN {tax number}, passport number {passport}, "
    "home {address}, from {IP address}, see {link}, bank account {bank account}."
)
PLANTED = re.sub(r"\{([\w -]+)\}", lambda name: SECRETS[name[1]], SAID)


def planted() -> dict[str, Any]:
    """Every member that holds words of people holds all the secrets; nothing is masked yet."""
    result = document()
    result["manifest"]["privacy"]["masked"] = False
    for place, case in enumerate(result["tickets"]["cases"]):
        case["subject"] = PLANTED
        case["requester"] = {"id": f"90{place}", "name": SECRETS["e-mail"]}
        for event in case["timeline"]:
            event["text"] = event["text"] and f"{PLANTED} {event['text']}"
            value = SECRETS["e-mail"] if event["field"] == "assignee" else PLANTED  # people are named by their address
            event["value"] = event["value"] and value
            event["previous_value"] = event["previous_value"] and value
        for contact in case["contacts"]:
            contact.update(phrase=PLANTED, span=[0, len(PLANTED)], sentence=f"They said: {PLANTED}")
    for row in result["verdicts"]:
        row["trigger"].update(phrase=PLANTED, span=[0, len(PLANTED)])
        row["responsible"]["why"] = PLANTED
        row["reason"] = row["reason"] and f"weak-signal-only: {PLANTED}"
    for item in result["review"]:
        item.update(phrase=PLANTED, sentence=PLANTED)
    result["unflagged"]["sample"][0]["words"] = PLANTED
    result["rows"]["quarantine"][0]["reason"] = PLANTED
    result["rows"]["notes"][0]["name"] = PLANTED
    result["rows"]["unknown_event_types"][0]["type"] = PLANTED
    return result


def leaks(file: Path) -> set[str]:
    """The kinds of secrets that a file tells, however it is packed; blanks do not count."""
    told = re.sub(r"\s|\\n", "", content(file))
    return {kind for kind, secret in SECRETS.items() if re.sub(r"\s", "", secret) in told}


def content(file: Path) -> str:
    """All that a file says."""
    data = file.read_bytes()
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            return "\n".join(_plain(book.read(name).decode("utf-8")) for name in book.namelist())
    if file.suffix == ".parquet":
        return str(parquet.read_table(file).to_pylist())
    if file.suffix == ".eml":
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        return "\n".join([*map(str, message.values()), *map(_plain, parts)])
    text = data.decode("utf-8")
    return _plain(text) + "".join(_packed(blob) for blob in re.findall(r"[A-Za-z0-9+/]{80,}={0,2}", text))


def _plain(text: str) -> str:
    """Without entities and without the escapes of JSON."""
    return html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)).replace("\\/", "/")


def _packed(blob: str) -> str:
    for bits in (47, -15):  # gzip or zlib; deflate
        try:
            return _plain(zlib.decompress(base64.b64decode(blob), bits).decode("utf-8", "replace"))
        except (ValueError, zlib.error):
            continue
    return ""
