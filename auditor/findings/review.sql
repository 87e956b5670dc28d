select contact_hit.ticket_id, contact_hit.type, contact_hit.phrase, contact_hit.sentence, event.occurred_at
from contact_hit
join event on event.ticket_id = contact_hit.ticket_id and event.event_id = contact_hit.event_id
where contact_hit.tier = 'review'
    and list_contains($contact_types, contact_hit.type)
    and not event.mirrored
    and ($since::timestamp is null or event.occurred_at >= $since::timestamp)
    and ($until::timestamp is null or event.occurred_at < $until::timestamp)
    and not exists (
        select 1 from contact_hit as certain
        where certain.ticket_id = contact_hit.ticket_id and certain.tier = 'certain' and list_contains($contact_types, certain.type)
    )
order by try_cast(contact_hit.ticket_id as hugeint), contact_hit.ticket_id, event.position, contact_hit.type
