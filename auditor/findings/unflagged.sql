-- unflagged: the tickets of the period that show no contact type, not even a weak signal, in an order that the seed
-- shuffles and that stays when the export grows; what a contact wrote first is what a reader is given.
with
in_period as (
    select ticket_id, first_at
    from ticket
    where ($until::timestamp is null or first_at < $until::timestamp) and ($since::timestamp is null or last_at >= $since::timestamp)
),
shown as (
    select ticket_id, bool_or(tier = 'certain') as certain
    from contact_hit
    where list_contains($contact_types, type)
    group by ticket_id
),
words as (
    select ticket_id, arg_min(body, position) as body
    from event
    where kind = 'message' and body is not null and (author_role is null or author_role in ('requester', 'end-user'))
    group by ticket_id
)
select
    ticket_id,
    first_at,
    words.body,
    count(*) filter (where shown.ticket_id is null) over () as unflagged,
    count(*) filter (where shown.certain) over () as flagged
from in_period
left join shown using (ticket_id)
left join words using (ticket_id)
qualify shown.ticket_id is null
order by md5($seed::varchar || ' ' || ticket_id), ticket_id
limit $size
