-- zendesk_chats: what was said in chats, turn by turn, each once; when each chat began and ended.

create or replace temp table zendesk_chat as        -- each told chat with the conversation it belongs to
with
told as (
    select
        *,
        zendesk_id(coalesce(content ->> '$.chat_id', content ->> '$.conversation_id', content ->> '$.conversation.id')) as chat_id
    from zendesk_conversation
    where source_type in ('ChatStartedEvent', 'ChatEndedEvent')
),
started as (select * from told where source_type = 'ChatStartedEvent'),
matched as (
    select
        told.*,
        max(started.chat_id) filter (where started.chat_id = told.chat_id) as same_chat,
        arg_max(coalesce(started.chat_id, started.event_id), (started.occurred_at, started.audit_number))
            filter (where started.occurred_at <= told.occurred_at and (told.chat_id is null or started.chat_id is null)) as last_chat
    from told left join started using (ticket_id)
    group by all
)

select
    * exclude (same_chat, last_chat, chat_id, content),
    content,
    'chat:' || case
        when source_type = 'ChatStartedEvent' then coalesce(chat_id, event_id)
        else coalesce(same_chat, last_chat, chat_id, event_id)
    end as conversation_id
from matched;

create or replace temp table zendesk_said as        -- every entry of every history, as often as it is told
with
opened as (
    select
        zendesk_chat.* exclude (content),
        unnest(from_json(coalesce(
            content -> '$.history', content -> '$.messages', content -> '$.conversation_log', content -> '$.transcript'
        ), '["JSON"]')) as turn,
        generate_subscripts(from_json(coalesce(
            content -> '$.history', content -> '$.messages', content -> '$.conversation_log', content -> '$.transcript'
        ), '["JSON"]'), 1) as ordinal
    from zendesk_chat
),
read as (
    select
        opened.* exclude (turn),
        coalesce(try_cast(turn ->> '$.chat_index' as bigint), ordinal - 1) as chat_index,
        coalesce(turn ->> '$.type', 'ChatMessage') as turn_type,
        zendesk_time(coalesce(
            turn ->> '$.timestamp', turn ->> '$.created_at', turn ->> '$.received', turn ->> '$.time', turn ->> '$.createdAt'
        )) as said_at,
        coalesce(
            turn ->> '$.actor_type', turn ->> '$.author.type', turn ->> '$.actor.type', turn ->> '$.author_type',
            turn ->> '$.sender_type', turn ->> '$.sender.type', turn ->> '$.role'
        ) as speaker_type,
        coalesce(
            turn ->> '$.actor_id', turn ->> '$.author.user_id', turn ->> '$.author.userId', turn ->> '$.author.id',
            turn ->> '$.author_id', turn ->> '$.actor.id', turn ->> '$.sender_id', turn ->> '$.sender.id'
        ) as written_id,
        coalesce(
            turn ->> '$.actor_name', turn ->> '$.author.display_name', turn ->> '$.author.displayName', turn ->> '$.author.name',
            turn ->> '$.actor.name', turn ->> '$.name', turn ->> '$.display_name'
        ) as speaker_name,
        nullif(trim(coalesce(
            case json_type(turn -> '$.message') when 'VARCHAR' then turn ->> '$.message' end,
            turn ->> '$.message.text', turn ->> '$.message.body',
            turn ->> '$.original_message', turn ->> '$.content.text', turn ->> '$.content.body', turn ->> '$.text', turn ->> '$.body',
            case json_type(turn -> '$.content') when 'VARCHAR' then turn ->> '$.content' end
        )), '') as words,
        zendesk_boolean(coalesce(turn ->> '$.redacted', turn ->> '$.is_redacted')) is true as marked_redacted
    from opened
    where json_type(turn) = 'OBJECT'
)

select
    *,
    regexp_replace(lower(coalesce(speaker_type, regexp_extract(written_id, '^([A-Za-z_-]+):', 1))), '[^a-z]', '', 'g') as speaker,
    zendesk_id(regexp_replace(written_id, '^[A-Za-z_-]+:', '')) as speaker_id
from read;

create or replace temp table zendesk_turn as        -- each entry once, though ChatEndedEvent tells all of it again
with
once as (
    select
        conversation_id, chat_index,
        ticket_id,
        arg_min(struct_pack(
            audit_id := audit_id, audit_number := audit_number, occurred_at := occurred_at, event_id := event_id, channel := channel,
            file := source_file, line := source_line, ordinal := ordinal
        ), (source_type = 'ChatEndedEvent', occurred_at, audit_number, position)) as first_told,
        min(said_at) as said_at,
        arg_min(turn_type, (source_type = 'ChatEndedEvent', occurred_at, audit_number, position)) as turn_type,
        arg_min(words, (zendesk_blacked_out(words), source_type = 'ChatEndedEvent', occurred_at, audit_number)) as words,
        bool_or(marked_redacted or zendesk_blacked_out(words)) as redacted,
        any_value(nullif(speaker, '')) as speaker, any_value(speaker_id) as speaker_id, any_value(speaker_name) as speaker_name
    from zendesk_said
    group by
        ticket_id, conversation_id, chat_index,
        coalesce(said_at::varchar, words, turn_type)
),
ordered as (
    select
        * exclude (first_told), first_told.*,
        row_number() over (partition by ticket_id, conversation_id order by chat_index, said_at, first_told.audit_number, first_told.ordinal)
            as turn
    from once
),
timed as (
    select
        *,
        coalesce(
            said_at,
            last_value(said_at ignore nulls) over (partition by ticket_id, conversation_id order by turn),
            occurred_at
        ) as turn_at,
        turn_type not ilike '%status%' and turn_type not ilike '%join%' and turn_type not ilike '%leave%'
        and turn_type not ilike '%rating%' and turn_type not ilike '%trigger%' and turn_type not ilike '%comment%'
        and (words is not null or marked_as_file) as is_message
    from (select *, turn_type ilike '%attach%' or turn_type ilike '%file%' or turn_type ilike '%image%' as marked_as_file from ordered)
)

select
    * exclude (speaker),
    -- "user" is the customer in messaging; "business" speaks for the desk, by a person or not: the desk's agents are known
    case
        when speaker in ('agent', 'admin', 'staff', 'operator', 'agents', 'supportagent') then 'agent'
        when speaker in ('enduser', 'user', 'visitor', 'customer', 'requester', 'client', 'consumer') then 'end-user'
        when speaker in ('bot', 'answerbot', 'chatbot', 'ai', 'aiagent', 'virtualagent', 'automation', 'assistant', 'zbot') then 'bot'
        when speaker = 'trigger' then 'rule'
        when speaker = 'system' then 'system'
    end as speaker
from timed;

create or replace temp table zendesk_speaker as     -- who spoke each turn: an account's id, as far as it can be known
with
agent_of_name as (
    select lower(name) as name, min(user_id) as user_id
    from staged_user
    where role in ('agent', 'admin') and name is not null
    group by lower(name)
    having count(distinct user_id) = 1
),
asked as (
    select distinct on (turns.ticket_id, turns.conversation_id, turns.turn)
        turns.ticket_id, turns.conversation_id, turns.turn, zendesk_requester.requester_id
    from zendesk_turn turns
    join zendesk_requester using (ticket_id)
    order by
        turns.ticket_id, turns.conversation_id, turns.turn,
        zendesk_requester.occurred_at <= turns.turn_at desc,
        case when zendesk_requester.occurred_at <= turns.turn_at then epoch_us(zendesk_requester.occurred_at) end desc nulls last,
        zendesk_requester.occurred_at, zendesk_requester.update_order
)

select
    turns.ticket_id, turns.conversation_id, turns.turn,
    case
        when turns.speaker in ('bot', 'rule', 'system') then null
        when turns.speaker = 'end-user' and account.user_id is null then coalesce(asked.requester_id, staged_ticket.requester_id, turns.speaker_id)
        when turns.speaker = 'agent' and account.user_id is null then coalesce(
            agent_of_name.user_id, turns.speaker_id,
            case when turns.speaker_name is not null then 'name:' || turns.speaker_name end
        )
        else turns.speaker_id
    end as person_id
from zendesk_turn turns
left join staged_user account on account.user_id = turns.speaker_id
left join agent_of_name on agent_of_name.name = lower(turns.speaker_name)
left join staged_ticket on staged_ticket.ticket_id = turns.ticket_id
left join asked on asked.ticket_id = turns.ticket_id and asked.conversation_id = turns.conversation_id and asked.turn = turns.turn;

-- The chat itself says who was an agent in it. Where there is no account at all, an account made up here would be the
-- only one, and hide what people's work tells of them: then it has a name and no role.
insert into staged_user (user_id, name, role, active)
select person_id, max(turns.speaker_name), case when exists (select 1 from staged_user where role is not null) then 'agent' end, null
from zendesk_turn turns join zendesk_speaker using (ticket_id, conversation_id, turn)
where turns.speaker = 'agent' and person_id is not null and person_id not in (select user_id from staged_user)
group by person_id;

create or replace temp table zendesk_redacted_turn as
select distinct turns.ticket_id, turns.conversation_id, turns.turn
from zendesk_turn turns
join zendesk_chat_redaction redaction on redaction.ticket_id = turns.ticket_id
where
    (redaction.chat_index is null or redaction.chat_index = turns.chat_index)
    and (redaction.comment_id = turns.event_id or 'chat:' || redaction.chat_id = turns.conversation_id);

insert into staged_event by name
with
named as (
    select
        turns.*, zendesk_speaker.person_id,
        turns.audit_id || '#' || turns.chat_index as update_name, turns.event_id || '#' || turns.chat_index as event_name,
        count(*) over (partition by turns.audit_id, turns.chat_index) > 1 as name_taken,
        zendesk_redacted_turn.turn is not null as taken_out
    from zendesk_turn turns
    join zendesk_speaker using (ticket_id, conversation_id, turn)
    left join zendesk_redacted_turn using (ticket_id, conversation_id, turn)
)

select
    ticket_id,
    case when name_taken then event_name || '.' || turn else event_name end as event_id,
    case when name_taken then audit_id || '#' || event_id || '.' || turn else update_name end as update_id,
    audit_number + 2 + turn as update_order, turn::integer as turn, 0 as phase, 1 as position, turn_at as occurred_at,
    case when is_message then 'message' else 'other' end as kind,
    turn_type as source_type,
    person_id as actor_id,
    case when speaker in ('bot', 'rule', 'system') then speaker else 'person' end as actor_kind,
    case when is_message then person_id end as author_id,
    'chat' as channel, conversation_id,
    case when is_message then true end as public,
    case when is_message then words end as body,
    is_message and (redacted or taken_out) as redacted,
    case when is_message and words is null then 'attachment-only' end as unreadable,
    case when is_message then case when name_taken then event_name || '.' || turn else event_name end end as comment_id,
    false as foreign_time, file as source_file, line as source_line
from named;

insert into staged_event by name     -- the beginning is never after the first turn, the end never before the last one of its second
with
bounds as (
    select
        zendesk_chat.ticket_id, zendesk_chat.audit_id, zendesk_chat.event_id,
        min(turns.turn_at) as first_turn,
        max(turns.turn_at) filter (
            where turns.turn_at > zendesk_chat.occurred_at and turns.turn_at <= zendesk_chat.occurred_at + interval 1 second
        ) as last_turn,
        max(turns.turn) as turns
    from zendesk_chat
    left join zendesk_turn turns
        on turns.ticket_id = zendesk_chat.ticket_id and turns.conversation_id = zendesk_chat.conversation_id
    group by all
)

select
    chat.ticket_id, chat.event_id,
    case
        when chat.source_type = 'ChatStartedEvent' and first_turn < chat.occurred_at then chat.audit_id || '#start'
        when chat.source_type = 'ChatEndedEvent' and last_turn is not null then chat.audit_id || '#end'
        else chat.audit_id
    end as update_id,
    chat.audit_number + case
        when chat.source_type = 'ChatStartedEvent' and first_turn < chat.occurred_at then 1
        when chat.source_type = 'ChatEndedEvent' and last_turn is not null then 3 + turns
        else 0
    end as update_order,
    0 as turn, 0 as phase, chat.position,
    case
        when chat.source_type = 'ChatStartedEvent' then least(chat.occurred_at, first_turn)
        else greatest(chat.occurred_at, last_turn)
    end as occurred_at,
    case when chat.source_type = 'ChatStartedEvent' then 'conversation-start' else 'conversation-end' end as kind,
    chat.source_type, chat.actor_id, case when chat.actor_id = '-1' then 'system' else 'person' end as actor_kind,
    'chat' as channel, chat.conversation_id, false as redacted, false as foreign_time, chat.source_file, chat.source_line
from zendesk_chat chat
join bounds on bounds.ticket_id = chat.ticket_id and bounds.audit_id = chat.audit_id and bounds.event_id = chat.event_id;
