"""What a merge writes on either ticket: the tickets' numbers are known only when all are numbered."""

from __future__ import annotations

from auditor.samples.model import Absorbed, Message, Ticket


def message_text(ticket: Ticket, part: Message) -> str:
    """The words of a message, with those of a merge made up from the numbers of the two tickets."""
    if part.key != "merge":
        return part.text
    if ticket.merged_into:
        return f'This request was closed and merged into request #{ticket.merged_into.ticket_id} "{ticket.subject}".'
    sources = [one.source.ticket_id for update in ticket.updates for one in update.parts if isinstance(one, Absorbed)]
    return f'Request #{sources[0]} "{ticket.subject}" was closed and merged into this request.'
