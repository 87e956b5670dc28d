-- fivetran_stage: all of it as one table of rows in canonical words, for flat_updates, and the snapshots.

create temp table plain_event as
with
comment as (
    select
        plain_comment.* replace (case when merge_comment.event_id is not null then 'merge' else channel end as channel),
        case when transcript.event_id is not null then 'other' when channel = 'call' then 'call' else 'message' end as kind
    from plain_comment left join transcript using (event_id) left join merge_comment using (event_id)
),
closed_by_merge as (select distinct source_id as ticket_id, occurred_at, true as merged from merge_event)

select
    file, line, ticket_id, event_id, occurred_at, kind,
    case when voice then 'VoiceComment' else 'Comment' end as source_type,
    case when user_id = '-1' then 'system' when channel = 'rule' then 'rule' else 'person' end as actor_kind,
    user_id as actor_id, user_id as author_id,
    channel,
    case
        when kind <> 'call' then null
        when regexp_matches(body, '(?i)\boutbound\b|^\W*call to\b') then 'outbound'
        when regexp_matches(body, '(?i)\binbound\b|^\W*call from\b') then 'inbound'
    end as direction,
    null::varchar as conversation_id,
    case when kind = 'message' then public end as public,
    case when kind <> 'other' then body end as body,
    kind = 'message' and contains(coalesce(body, ''), '▇') as redacted,
    case when channel in ('call', 'voicemail') then 'no-transcript' when body is null and kind = 'message' then 'attachment-only' end
        as unreadable,
    case when kind = 'message' then event_id end as comment_id,
    null::varchar as field, null::varchar as value, null::varchar as rule_id,
    audit_id as update_id, 1 as position, null::integer as turn,
    event_id::hugeint as place
from comment
union all by name
select
    file, line, ticket_id, event_id, occurred_at,
    case when is_first then 'set' else 'change' end as kind, 'FieldHistory' as source_type,
    case when user_id = '-1' then 'system' else 'person' end as actor_kind,
    user_id as actor_id,
    case when field = 'status' and merged then 'merge' else 'other' end as channel,
    false as redacted, field, value, 2 as position,
    case when is_first then 0::hugeint end as place
from plain_field left join closed_by_merge using (ticket_id, occurred_at)
union all by name
select
    file, line, on_ticket as ticket_id, turn_id as event_id, said_at as occurred_at,
    case when is_message then 'message' when is_end then 'conversation-end' else 'other' end as kind,
    type as source_type,
    actor_kind,
    case when actor_kind <> 'rule' then person_id end as actor_id,
    case when is_message then person_id end as author_id,
    'chat' as channel, 'chat:' || chat_id as conversation_id,
    case when is_message then true end as public,
    case when is_message then words end as body,
    is_message and contains(coalesce(words, ''), '▇') as redacted,
    case when not is_message or words is not null then null
        when turn_type = 'chatfileattachment' or original is not null then 'attachment-only' else 'no-body' end as unreadable,
    case when is_message then turn_id end as comment_id,
    1 as position,
    row_number() over (partition by on_ticket, chat_id order by said_at, index, file, line) as turn,
    index::hugeint as place
from plain_turn
union all by name
select
    file, line, source_id as ticket_id, 'merge:' || source_id || ':' || target_id as event_id, occurred_at,
    'merge' as kind, 'Merge' as source_type,
    case when user_id = '-1' then 'system' else 'person' end as actor_kind, user_id as actor_id,
    'merge' as channel, false as redacted, target_id as value, 3 as position
from merge_event;

alter table plain_event add column previous_value varchar;
alter table plain_event add column macro_id varchar;
alter table plain_event add column macro_title varchar;
alter table plain_event add column recipients varchar[];
alter table plain_event add column rule_name varchar;
alter table plain_event add column foreign_time boolean default false;
update plain_event set foreign_time = true where channel in ('import', 'sharing');

insert into staged_ticket by name
with
tagged as (
    select as_id(ticket_id) as ticket_id, list(distinct trim(tag) order by trim(tag)) as tags
    from raw_ticket_tag
    where as_zendesk_id_problem(ticket_id, 'ticket_id') is null and as_text(tag) is not null
    group by all
)
select
    ticket_id, subject, requester_id, submitter_id, assignee_id, group_id, status, channel, created_at, updated_at,
    coalesce(tagged.tags, known_ticket.tags) as tags,
    (select min(target_id) from merge_told where source_id = known_ticket.ticket_id) as merged_into,
    follow_up_of
from known_ticket left join tagged using (ticket_id);

-- Whoever spoke as an agent in a chat was one then, whatever the account is today.
insert into staged_user by name
with
chatting as (
    select distinct person_id as user_id from plain_turn where speaker = 'agent' and actor_kind = 'person' and person_id is not null
)
select
    coalesce(known_user.user_id, chatting.user_id) as user_id, name,
    case when chatting.user_id is not null and coalesce(role, '') <> 'admin' then 'agent' else role end as role,
    chatting.user_id is not null or active as active
from known_user full join chatting on chatting.user_id = known_user.user_id;

insert into staged_group
select distinct on (as_id(id)) as_id(id), as_text(name)
from raw_group
where as_zendesk_id_problem(id, 'id') is null
order by as_id(id), file, line;

insert into staged_macro
select distinct on (as_id(id)) as_id(id), as_text(title), as_text(note_text)
from raw_macro
where as_zendesk_id_problem(id, 'id') is null
order by as_id(id), file, line;

insert into source_row
select file, line, 'ticket', fate, reason from judged_ticket
union all select file, line, 'ticket_comment', fate, reason from judged_comment
union all select file, line, 'ticket_field_history', fate, reason from judged_field
union all select file, line, 'ticket_chat', fate, reason from judged_chat
union all
select
    file, line, 'ticket_chat_event',
    case when fate = 'used' and turn_id not in (select turn_id from plain_turn) then 'quarantined' else fate end,
    case when fate = 'used' and turn_id not in (select turn_id from plain_turn)
        then 'chat "' || chat_id || '" is not in ticket_chat, so its ticket is not known' else reason end
from judged_turn
union all select file, line, 'user', fate, reason from told_user
union all
select
    file, line, role,
    case when problem is not null then 'quarantined'
        when row_number() over (partition by role, problem is null, key order by file, line) = 1 then 'used'
        else 'duplicate' end,
    problem
from (
    select file, line, 'group' as role, as_zendesk_id_problem(id, 'id') as problem, as_id(id) as key from raw_group
    union all
    select file, line, 'macro', as_zendesk_id_problem(id, 'id'), as_id(id) from raw_macro
    union all
    select
        file, line, 'ticket_tag', coalesce(as_zendesk_id_problem(ticket_id, 'ticket_id'), case when as_text(tag) is null then 'tag is empty' end),
        as_id(ticket_id) || ' ' || trim(tag)
    from raw_ticket_tag
);

insert into source_gap
select distinct as_id(ticket_id), reason
from (
    select ticket_id, reason from judged_comment where fate = 'quarantined'
    union all
    select ticket_id, reason from judged_field where fate = 'quarantined'
)
where as_zendesk_id_problem(ticket_id, 'ticket_id') is null;
