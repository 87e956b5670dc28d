-- zendesk_missing: capability, why this export does not have it.

with
taken as (
    select sum(with_via) as with_via, sum(with_author) as with_author from zendesk_taken
),
changes as (
    select count(*) as changes, count(previous_value) as with_previous from staged_event where kind = 'change'
),
messages as (
    select count(*) as messages, count(body) as bodies from staged_event where kind = 'message'
),
conversations as (
    select
        (select count(*) from zendesk_chat) + (select count(*) from staged_event where channel = 'chat' and kind = 'message') as chats,
        (select count(*) from zendesk_call where outcome = 'conversation') as calls,
        (select count(*) from staged_event where kind = 'message' and conversation_id is not null) as turns
)

select 'bodies', 'The comments come without their texts.' from messages where messages > 0 and bodies = 0
union all
select 'via', 'No update says by which channel it came, so that a rule''s work looks like a person''s.' from taken where with_via = 0
union all
select 'actors', 'No update says who made it.' from taken where with_author = 0
union all
select 'previous-values', 'The changes come without the values before them.' from changes where changes > 0 and with_previous = 0
union all
select 'turns', 'There are chats or calls here, and no transcript of any of them.' from conversations where chats + calls > 0 and turns = 0
union all
select 'conversation-end', 'There are chats here, and of none is it recorded when it ended.'
from conversations
where chats > 0 and not exists (select 1 from zendesk_chat where source_type = 'ChatEndedEvent')
union all
select 'roles', 'There is no users file, so that people are agents only by what they did.'
where not exists (select 1 from staged_user where role is not null);
