-- first message: of each ticket the first message that an end user wrote.
create or replace temp table first_message as
select ticket_id, arg_min(event_id, position) as event_id
from event
where kind = 'message' and coalesce(author_role, '') not in ('agent', 'rule', 'bot', 'system')
group by ticket_id
