-- fivetran_events: comments, changes of fields and turns of chats, in canonical words.

create temp table plain_comment as
with
spoken as (
    select
        judged_comment.file, judged_comment.line, as_id(id) as event_id, as_id(judged_comment.ticket_id) as ticket_id,
        as_instant(created) as occurred_at, as_id(as_text(user_id)) as user_id, as_flag(public) as public,
        nullif(trim(coalesce(as_text(plain_body), body)), '') as body,
        coalesce(as_flag(voice_comment), false) or lower(as_text(type)) = 'voicecomment' as voice,
        coalesce(as_flag(tweet), false) or coalesce(as_flag(facebook_comment), false) as social,
        as_channel_word(coalesce(via_channel, via)) as via,
        as_id(as_text(audit_id)) as audit_id
    from judged_comment
    where fate = 'used'
),
placed as (
    select
        spoken.*, known_user.role, coalesce(known_user.active, false) as active, known_ticket.channel as ticket_channel,
        own.channel as own_channel,
        regexp_matches(body, '(?i)^\W*voice ?mail\b') or own.channel = 'voicemail' as voicemail
    from spoken
    join known_ticket using (ticket_id)
    left join known_user using (user_id)
    left join channel_name own on own.told = spoken.via
)
select
    *,
    case
        when voice and voicemail then 'voicemail'
        when voice then 'call'
        when own_channel is not null then own_channel
        when social then 'social'
        when role in ('agent', 'admin') and active then 'web'
        -- what an end user writes came as the ticket did; stored as private it may be a mail in copy, or the note of
        -- somebody who was an agent then
        -- (a comment that is no voice comment is no call, though the ticket began with one)
        when role = 'end-user' and active and public and coalesce(ticket_channel, '') not in ('call', 'voicemail')
            then coalesce(ticket_channel, 'other')
        else 'other'
    end as channel
from placed;

create temp table told_turn as            -- a chat's turns, on the newest ticket that was there when they were said
with
said as (
    select
        judged_turn.*, as_instant(judged_turn.created_at) as said_at,
        try_cast(as_id(chat_index) as integer) as index,
        lower(coalesce(as_text(type), 'ChatMessage')) as turn_type,
        case when json_valid(original_message) then original_message::json end as original
    from judged_turn
    where fate = 'used'
),
spoken as (
    select
        said.*,
        lower(regexp_extract(trim(actor_id), '^_*([A-Za-z]+)', 1)) as speaker,
        nullif(regexp_extract(trim(actor_id), '(\d+)$', 1), '') as speaker_id,
        lower(original ->> '$.author.type') as author_type,
        regexp_matches(lower(coalesce(original ->> '$.source.type', '')), 'bot') as by_bot,
        nullif(trim(coalesce(
            as_text(message), original ->> '$.content.text.text', original ->> '$.content.text', original ->> '$.text'
        )), '') as words
    from said
)
select
    spoken.* exclude (created_at), as_id(judged_chat.ticket_id) as on_ticket, as_id(as_text(judged_chat.user_id)) as visitor
from spoken
join judged_chat on judged_chat.chat_id = spoken.chat_id and judged_chat.fate = 'used'
join known_ticket on known_ticket.ticket_id = as_id(judged_chat.ticket_id)
qualify row_number() over (
    partition by spoken.turn_id
    order by known_ticket.created_at <= spoken.said_at + interval 1 second desc nulls last,
        abs(epoch_ms(known_ticket.created_at) - epoch_ms(spoken.said_at)) nulls last, try_cast(on_ticket as hugeint)
) = 1;

create temp table plain_turn as
select
    *,
    case
        when by_bot or speaker in ('bot', 'answerbot') then 'bot'
        when speaker in ('trigger', 'rule') then 'rule'
        when speaker = 'system' then 'system'
        else 'person'
    end as actor_kind,
    case when speaker in ('visitor', 'user', 'enduser') then coalesce(visitor, speaker_id) else speaker_id end as person_id,
    turn_type in ('chatmessage', 'chatfileattachment', 'message') and coalesce(as_flag(is_history_context), false) is false
        as is_message,
    turn_type in ('chatend', 'chatended', 'chatendedevent')
    or turn_type in ('chatleave', 'chatmemberleave')
        -- whoever leaves last ends it: nothing is said and nobody joins after that
        and count(*) filter (where turn_type in ('chatmessage', 'chatfileattachment', 'chatjoin', 'chatmemberjoin')) over (
            partition by chat_id, on_ticket order by said_at, index, file, line
            rows between 1 following and unbounded following
        ) = 0 as is_end
from told_turn;

-- A transcript that is stored as a comment repeats the turns: they are counted once.
create temp table transcript as
with
told as (
    select on_ticket as ticket_id, count(*) as turns, list(regexp_replace(words, '\s+', ' ', 'g')) as words
    from plain_turn
    where is_message and length(words) > 1
    group by on_ticket
)
select plain_comment.event_id
from plain_comment join told using (ticket_id)
where
    turns >= 2 and plain_comment.body is not null
    and len(list_filter(words, lambda said: contains(regexp_replace(plain_comment.body, '\s+', ' ', 'g'), said))) >= 0.8 * turns;

create temp table plain_field as
with
changed as (
    select
        judged_field.file, judged_field.line, as_id(judged_field.ticket_id) as ticket_id, as_instant(updated) as occurred_at,
        as_id(as_text(user_id)) as user_id,
        case lower(trim(field_name)) when 'group_id' then 'group' when 'assignee_id' then 'assignee'
            when 'requester_id' then 'requester' else lower(trim(field_name)) end as field,
        case when lower(trim(field_name)) = 'status' then status_word(as_text(value)) else as_id(as_text(value)) end as value
    from judged_field
    where fate = 'used'
)
select
    changed.*,
    concat_ws(
        ':', 'field', changed.ticket_id, field, epoch_ms(occurred_at),
        nullif(row_number() over (partition by changed.ticket_id, field, occurred_at order by user_id, value), 1)
    ) as event_id,
    -- the values a ticket was made with stand in the history at the instant of its creation
    occurred_at <= known_ticket.created_at + interval 1 second
        and row_number() over (partition by changed.ticket_id, field order by occurred_at, file, line) = 1 as is_first
from changed join known_ticket using (ticket_id);
