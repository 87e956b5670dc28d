-- tickets: when each begins, whether its first update is here, and who asked.

create temp table internal_person as      -- whoever did what only the desk's own people do, in any ticket
select user_id as person_id from user_account where role in ('agent', 'admin') and active
union
select value from field_change where field = 'assignee' and value <> ''
union
select previous_value from field_change where field = 'assignee' and previous_value <> ''
union
select assignee_id from snapshot where assignee_id <> ''
union
select actor_id from staged_event where kind = 'macro' and actor_kind = 'person' and actor_id is not null;

create temp table ticket_span as
select
    ticket_id,
    min(occurred_at) as first_at,
    min(occurred_at) filter (where kind in ('message', 'call', 'conversation-start')) as first_contact_at,
    bool_or(kind = 'set') as has_set
from staged_event
group by ticket_id;

-- The first update is here if it sets fields (only a creation does), or if a contact at the ticket's creation is here.
-- A ticket of unknown creation with no `set` is incomplete: a loader whose rows do begin with the creation says so by
-- staging `created_at`, and one that makes a ticket up from its events must leave it null.
create temp table ticket_begin as
select
    ticket_id,
    coalesce(has_set or first_contact_at <= snapshot.created_at + interval 1 second, false) as complete
from ticket_span left join snapshot using (ticket_id);

create temp table first_author as         -- the asker, where nothing names one: the first author not known as internal
select ticket_id, author_id
from staged_event
where kind = 'message' and actor_kind = 'person' and author_id is not null
    and author_id not in (select person_id from internal_person)
qualify row_number() over (
    partition by ticket_id order by occurred_at, update_order, turn, update_id, phase, position, event_id
) = 1;
