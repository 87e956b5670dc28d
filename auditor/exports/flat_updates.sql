-- flat_updates: rows without atomic updates (`plain_event`, in canonical words) as canonical events. `place` orders what
-- happened at one instant; NULL is last.

-- An act without an update's id: what one person does to one ticket at one instant is one update, and what nobody or a
-- rule does at the instant of one single person's act belongs to it. A turn is an update of its own.
create temp table updated_event as
with
turned as (
    select                                -- never the bodies: this is sorted
        rowid as plain, ticket_id, event_id, occurred_at, actor_kind, actor_id, rule_id, update_id, conversation_id, turn, place,
        position, file, line, conversation_id is not null and kind = 'message' as is_turn
    from plain_event
),
peopled as (
    select
        *,
        case when actor_kind in ('person', 'bot') and not is_turn then actor_id end as acting,
        min(acting) over instant as one_acting, max(acting) over instant as other_acting
    from turned
    window instant as (partition by ticket_id, occurred_at, is_turn)
),
grouped as (
    select
        *,
        case
            when is_turn then event_id
            when update_id is not null then update_id
            else concat_ws(
                ' ', ticket_id, strftime(occurred_at, '%Y-%m-%dT%H:%M:%S.%fZ'),
                coalesce(acting, case when one_acting = other_acting then one_acting end, rule_id)
            )
        end as in_update
    from peopled
)
select
    plain, in_update,
    -- updates of one instant stand as their numbers say, else by their places; turns of one instant as one block
    coalesce(
        case when not is_turn then try_cast(update_id as hugeint) end,
        min(place) over (partition by ticket_id, occurred_at, case when is_turn then conversation_id else in_update end),
        999999999999999999999999::hugeint
    ) as update_order,
    case when is_turn then coalesce(
        turn, row_number() over (partition by ticket_id, conversation_id, is_turn order by occurred_at, position, file, line, event_id)
    ) else 0 end as ordered_turn,
    row_number() over (partition by ticket_id, in_update order by position, file, line, event_id) as ordered_position,
    actor_kind in ('rule', 'system') and bool_or(actor_kind = 'person') over (partition by ticket_id, in_update) as upon
from grouped;

create temp table redacted_message as
select distinct comment_id from plain_event where kind = 'redaction' and comment_id is not null;

create temp table spoken_conversation as  -- a call whose turns are here is not without its words
select distinct ticket_id, conversation_id from plain_event where kind = 'message' and conversation_id is not null;

insert into staged_event by name
select
    ticket_id, event_id, in_update as update_id, update_order, ordered_turn as turn,
    case when upon then 1 else 0 end as phase,
    ordered_position as position, occurred_at, kind, source_type,
    case when actor_kind <> 'rule' then actor_id end as actor_id,
    actor_kind,
    case when actor_kind = 'rule' then rule_id end as rule_id,
    case when actor_kind = 'rule' then rule_name end as rule_name,
    case when kind = 'message' then coalesce(author_id, case when actor_kind <> 'rule' then actor_id end) end as author_id,
    channel, direction, conversation_id,
    case when kind = 'message' then public end as public,
    body,
    redacted or (
        kind = 'message' and coalesce(comment_id, event_id) in (select comment_id from redacted_message)
    ) as redacted,
    case
        when unreadable is not null or body is not null then unreadable
        when kind = 'message' then 'no-body'
        when kind = 'call' and spoken_conversation.ticket_id is null then 'no-transcript'
    end as unreadable,
    coalesce(comment_id, case when kind = 'message' then event_id end) as comment_id,
    field,
    case when field = 'status' then status_word(value) else value end as value,
    case when field = 'status' then status_word(previous_value) else previous_value end as previous_value,
    macro_id, macro_title,
    case when kind = 'notification' then recipients end as recipients,
    foreign_time,
    file as source_file, line as source_line
from updated_event
join plain_event on plain_event.rowid = updated_event.plain
left join spoken_conversation using (ticket_id, conversation_id);

-- A conversation may begin before the ticket that records it is made. The ticket begins with it then: what the creation
-- set held from the first word on.
update staged_event
set occurred_at = begun.first_word, update_id = staged_event.update_id || '#created', update_order = -1
from (
    select
        ticket_id,
        min(occurred_at) filter (where conversation_id is not null) as first_word,
        min(occurred_at) filter (where kind = 'set') as created_at
    from staged_event
    group by ticket_id
) begun
where
    staged_event.ticket_id = begun.ticket_id and staged_event.kind = 'set'
    and begun.first_word < begun.created_at and staged_event.occurred_at = begun.created_at;
