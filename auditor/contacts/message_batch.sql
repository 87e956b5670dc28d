-- message batch: the messages of a stretch of the event table, in the table's own order.
select
    ticket_id,
    event_id,
    author_role,
    actor_role,
    public,
    occurred_at,
    body,
    {{ first }} as is_first
from event
where rowid between $first_row and $last_row
  and kind = 'message'
  and body is not null
  and coalesce(author_role, '') not in ('rule', 'bot', 'system')
order by rowid
