select contact_hit.ticket_id, type, tier, contact_hit.event_id, event.occurred_at, phrase, span_start, span_end, sentence
from contact_hit
semi join scoped using (ticket_id)
join event on event.ticket_id = contact_hit.ticket_id and event.event_id = contact_hit.event_id
where list_contains($contact_types, type) and not event.mirrored
order by contact_hit.ticket_id, event.position, span_start, type, tier
