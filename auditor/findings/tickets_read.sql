-- the tickets with anything in the period, and those among them whose contact's words cannot be read
select
    count(*) as tickets,
    count(*) filter (where ticket_id in (
        select event.ticket_id
        from event
        where event.kind in ('message', 'call')
            and (event.redacted or coalesce(event.unreadable, 'attachment-only') <> 'attachment-only')
            and (event.kind = 'call' or event.author_role is null or event.author_role in ('requester', 'end-user'))
            and not event.mirrored
            and not exists (
                select 1 from contact_hit
                where contact_hit.ticket_id = event.ticket_id and contact_hit.event_id = event.event_id
                    and list_contains($contact_types, contact_hit.type)
            )
    )) as unreadable
from ticket
where ($until::timestamp is null or first_at < $until::timestamp) and ($since::timestamp is null or last_at >= $since::timestamp)
