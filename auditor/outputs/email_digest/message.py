"""digest.html, digest.txt and digest.eml: written to be sent by a person; nothing is ever sent from here."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from css_inline import CSSInliner

from auditor.outputs.email_digest.content import MOST, Digest, digest, subject
from auditor.outputs.email_digest.plain import plain
from auditor.outputs.files import write_file
from auditor.outputs.page import template
from auditor.outputs.telling.moments import instant
from auditor.result import Result

HTML, TEXT, DRAFT = "digest.html", "digest.txt", "digest.eml"
LIMIT: Final = 100_000  # bytes; Gmail cuts a message at about 102 KB and hides the rest
BOUNDARY: Final = "=_auditor_digest"  # `=_` cannot stand in quoted-printable text (RFC 2045, 6.7)
WHERE: Final = (
    "The page with the evidence is weekly.html, and every verdict is in verdicts.csv and result.json: they lie in the "
    "folder of this audit, beside the file of this digest."
)


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes digest.html, digest.txt and digest.eml (both in one draft, without sender and recipient)."""
    found, page = _fitting(cast(Result, result))
    text = plain(found, WHERE)
    draft = _draft(cast(Result, result), found, text, page)
    return [
        write_file(folder, HTML, [page]),
        write_file(folder, TEXT, [text]),
        write_file(folder, DRAFT, [draft.as_bytes().decode("ascii")]),
    ]


def _fitting(result: Result) -> tuple[Digest, str]:
    """The digest and its page, with shorter lists until a mailbox shows it whole."""
    zone = ZoneInfo(result["manifest"]["timezone"])
    for most in range(MOST, 0, -1):
        found = digest(result, zone, most)
        page = _page(found, subject(found, result))
        if len(page.encode()) <= LIMIT:
            break
    return found, page


def _page(found: Digest, title: str) -> str:
    """The page with every style at its element; what cannot stand there (dark, narrow) stays in the head."""
    page = template("email_digest/page.html.j2").render(digest=found, title=title, where=WHERE)
    inliner = CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
    return f"{inliner.inline(page).rstrip()}\n"


def _draft(result: Result, found: Digest, text: str, page: str) -> EmailMessage:
    """multipart/alternative; X-Unsent makes mail programs open it as a draft, to which a person adds who gets it."""
    draft = EmailMessage(policy=SMTP)
    draft["Subject"] = subject(found, result)
    draft["Date"] = instant(result["manifest"]["as_of"]).astimezone(ZoneInfo(result["manifest"]["timezone"]))
    draft["X-Unsent"] = "1"
    draft.set_content(text, cte="quoted-printable")
    draft.add_alternative(page, subtype="html", cte="quoted-printable")
    draft.set_boundary(BOUNDARY)
    return draft
