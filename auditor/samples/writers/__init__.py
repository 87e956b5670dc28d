"""One module per export shape: planned tickets → files as that system writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from auditor.samples.model import Ticket
from auditor.samples.writers.events import EventsWriter
from auditor.samples.writers.fivetran import FivetranWriter
from auditor.samples.writers.zendesk import ZendeskWriter


class Writer(Protocol):
    """Writes all files of an export."""

    def write(self, tickets: Iterable[Ticket]) -> None:
        """Take the tickets one after the other, each once."""


WRITERS: dict[str, Callable[[Path, int], Writer]] = {
    "zendesk": ZendeskWriter,
    "fivetran": FivetranWriter,
    "events": EventsWriter,
}
