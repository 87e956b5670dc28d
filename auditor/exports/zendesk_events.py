"""Zendesk's incremental ticket events: the same updates as audits, with changed fields as keys of their children."""

from __future__ import annotations

from auditor.exports.zendesk import ZendeskShape
from auditor.exports.zendesk_files import TICKET_EVENTS

SHAPE = ZendeskShape(
    "zendesk-events", "Zendesk incremental ticket events", TICKET_EVENTS, ("zendesk_events", "zendesk_audits")
)
