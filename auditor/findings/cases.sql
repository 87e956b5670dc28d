with history as (     -- what happened on the ticket, as one digest: another one means that something else is known of it
    select
        event.ticket_id,
        sha256(string_agg(
            concat_ws('|', event.event_id, event.occurred_at, event.kind, event.actor_id, event.field, event.value,
                event.public, event.macro_id, md5(coalesce(event.body, ''))),
            chr(10) order by event.position
        )) as history_sha256
    from event
    semi join scoped using (ticket_id)
    group by event.ticket_id
)
select
    ticket.ticket_id,
    history.history_sha256,
    ticket.subject,
    ticket.requester_id,
    user_account.name as requester_name,
    ticket.channel,
    coalesce(ticket.created_at, ticket.first_at) as created_at
from ticket
semi join scoped using (ticket_id)
join history using (ticket_id)
left join user_account on user_account.user_id = ticket.requester_id
order by try_cast(ticket.ticket_id as hugeint), ticket.ticket_id
