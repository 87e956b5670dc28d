"""The key of pseudonyms: read from a file or the environment, never written anywhere."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from auditor.errors import UsageError

SHORTEST = 16  # bytes: fewer can be guessed
VARIABLE = "AUDITOR_PSEUDONYM_KEY"
HOW = "Make one and keep it as you keep a password: openssl rand -hex 32 > pseudonym.key"


def read_key(file: Path | None, text: str | None) -> bytes:
    """The key, of the file or else of the text; blanks around it do not count. Raises UsageError that says how."""
    if file is not None:
        key, where = _content(file).strip(), f"--pseudonym-key {file}"
    elif text is not None:
        key, where = text.strip().encode("utf-8", "surrogateescape"), VARIABLE
    else:
        raise UsageError(f"--pseudonymise needs a key: --pseudonym-key FILE, or {VARIABLE}. {HOW}")
    if len(key) < SHORTEST:
        raise UsageError(f"{where}: the key has {len(key)} bytes; it takes at least {SHORTEST}. {HOW}")
    return key


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"--pseudonym-key {file}: cannot be read: {error.strerror}. {HOW}") from None


def key_id(key: bytes) -> str:
    """Eight hex digits that name the key and do not tell it: weeks with the same one can be compared."""
    return hmac.new(key, b"key id", hashlib.sha256).hexdigest()[:8]
