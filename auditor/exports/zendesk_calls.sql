-- zendesk_calls: answered calls are conversations with turns; voicemail and missed calls are messages that wait.

create or replace temp table zendesk_call as
with
read as (
    select
        *,
        zendesk_time(coalesce(content ->> '$.started_at', content ->> '$.call_started_at')) as call_started_at,
        case                             -- seconds; a week and more is no call
            when try_cast(coalesce(content ->> '$.call_duration', content ->> '$.duration') as double) between 0 and 604800
                then try_cast(coalesce(content ->> '$.call_duration', content ->> '$.duration') as double)
        end as duration,
        nullif(nullif(zendesk_id(content ->> '$.answered_by_id'), '0'), '-1') as answered_by_id,
        content ->> '$.answered_by_name' as answered_by_name,
        zendesk_id(content ->> '$.call_id') as call_id,
        case json_type(content -> '$.transcription_text')
            when 'ARRAY' then array_to_string(list_transform(
                from_json(content -> '$.transcription_text', '["JSON"]'),
                lambda said: coalesce(said ->> '$.speaker', said ->> '$.role', 'Unknown') || ': ' || coalesce(said ->> '$.text', '')
            ), chr(10))
            else nullif(trim(coalesce(content ->> '$.transcription_text', content ->> '$.transcript')), '')
        end as transcript,
        zendesk_channel_name(coalesce(content ->> '$.via_id', content ->> '$.direction', content ->> '$.line_type')) as data_kind
    from zendesk_conversation
    where source_type in ('VoiceComment', 'TpeVoiceComment')
),
kinds as (
    select
        read.* exclude (direction),
        coalesce(
            read.direction, data_channel.direction, case when data_kind in ('inbound', 'outbound') then data_kind end,
            case when regexp_matches(body, '^\s*(outbound call|call to:)', 'i') then 'outbound' end, 'inbound'
        ) as direction,
        read.channel = 'voicemail' or data_channel.channel = 'voicemail' or data_kind = 'voicemail' as voicemail,
        regexp_matches(transcript, '(^|\n)\W*(\d[\d:.]*\W+)?(agent|representative|rep|advisor|operator)( ?\d+)?\s*:', 'i') as agent_heard
    from read left join zendesk_channel data_channel on data_channel.name = read.data_kind
),
judged as (
    select
        *,
        case
            when voicemail then 'voicemail'
            when answered_by_id is not null or coalesce(agent_heard, false) then 'conversation'
            -- it rang at the other end and nobody was reached: words were not exchanged
            when direction = 'outbound' and duration = 0 and transcript is null then 'unreached'
            when direction = 'outbound' then 'conversation'
            else 'missed'
        end as outcome
    from kinds
)

select
    judged.*,
    'call:' || coalesce(call_id, judged.event_id) as conversation_id,
    coalesce(call_started_at, occurred_at) as started_at,
    coalesce(requester.requester_id, staged_ticket.requester_id) as requester_id,
    case
        when direction = 'outbound' and actor_id is not null and actor_id <> '-1'
            and actor_id is distinct from coalesce(requester.requester_id, staged_ticket.requester_id) then actor_id
        when answered_by_id is not null then answered_by_id
        when actor_id <> '-1' and actor_id is distinct from coalesce(requester.requester_id, staged_ticket.requester_id) then actor_id
    end as agent_id
from judged
left join staged_ticket on staged_ticket.ticket_id = judged.ticket_id
left join (
    select
        zendesk_conversation.ticket_id, zendesk_conversation.event_id,
        coalesce(
            arg_max(requester_id, (asked.occurred_at, asked.update_order)) filter (where asked.occurred_at <= zendesk_conversation.occurred_at),
            arg_min(requester_id, (asked.occurred_at, asked.update_order))
        ) as requester_id
    from zendesk_conversation join zendesk_requester asked using (ticket_id)
    group by all
) requester on requester.ticket_id = judged.ticket_id and requester.event_id = judged.event_id;

insert into staged_user (user_id, name, role, active)
select
    answered_by_id, max(answered_by_name), case when exists (select 1 from staged_user where role is not null) then 'agent' end, null
from zendesk_call
where outcome = 'conversation' and direction = 'inbound' and answered_by_id is not null
    and answered_by_id not in (select user_id from staged_user)
group by answered_by_id;

create or replace temp table zendesk_call_turn as
with
transcribed as (
    select
        * exclude (transcript),
        case                             -- some transcribers write it all on one line
            when contains(transcript, chr(10)) then transcript
            else regexp_replace(transcript, '\s+(([\[(]?\d[\d:.]*[\])]?[\s-]+)?(Agent|Representative|Rep|Advisor|Operator|Caller|Customer|User|Client|Bot)( ?\d+)?\s*:)', chr(10) || '\1', 'g')
        end as transcript
    from zendesk_call
    where outcome = 'conversation' and transcript is not null
),
line as (
    select
        transcribed.* exclude (transcript),
        unnest(string_split(replace(transcript, chr(13), ''), chr(10))) as line_text,
        generate_subscripts(string_split(replace(transcript, chr(13), ''), chr(10)), 1) as line_number
    from transcribed
),
labelled as (
    select
        *,
        lower(trim(regexp_extract(line_text, '^[\s>*\[(-]*(?:\d[\d:.,]*[\])]?[\s-]+)?([^:\d][^:]{0,39}?)[*\])]*\s*:\s*(.*)$', 1))) as label,
        regexp_extract(line_text, '^[\s>*\[(-]*(?:\d[\d:.,]*[\])]?[\s-]+)?([^:\d][^:]{0,39}?)[*\])]*\s*:\s*(.*)$', 2) as rest
    from line
),
named as (
    select
        labelled.*,
        case
            when label = '' then null
            when regexp_matches(label, '^(agent|representative|rep|advisor|adviser|operator|support|staff|customer service|csr)( ?\d+)?$')
                or label in (lower(agent.name), lower(split_part(agent.name, ' ', 1)), lower(answered_by_name)) then 'agent'
            when regexp_matches(label, '^(caller|customer|user|client|end[ -]?user|requester|visitor)( ?\d+)?$')
                or label in (lower(requester.name), lower(split_part(requester.name, ' ', 1))) then 'end-user'
            when regexp_matches(label, '^(bot|ivr|virtual agent|ai agent|system|automated (voice|message)|recording|voice assistant)( ?\d+)?$') then 'bot'
        end as known_speaker,
        count(*) over (partition by ticket_id, labelled.event_id, label) as label_count
    from labelled
    left join staged_user agent on agent.user_id = labelled.agent_id
    left join staged_user requester on requester.user_id = labelled.requester_id
),
spoken as (                              -- a name that speaks more than once is a speaker, too; "Note: …" is not
    select *, known_speaker is not null or (label <> '' and label_count > 1 and not regexp_matches(label, '[?!,;]')) as begins
    from named
),
counted as (
    select *, sum(begins::integer) over (partition by ticket_id, event_id order by line_number) as turn
    from spoken
)

select
    ticket_id, event_id, conversation_id, turn,
    any_value(known_speaker) filter (where begins) as speaker,
    trim(string_agg(case when begins then rest else line_text end, chr(10) order by line_number)) as words,
    any_value(audit_id) as audit_id, any_value(audit_number) as audit_number, any_value(started_at) as started_at,
    any_value(agent_id) as agent_id, any_value(requester_id) as requester_id,
    any_value(source_file) as source_file, any_value(source_line) as source_line
from counted
where turn > 0
group by ticket_id, event_id, conversation_id, turn;

delete from zendesk_call_turn where words = '';

update zendesk_call_turn            -- of two voices of which one is known, the other is the other
set speaker = case sides.known when 'agent' then 'end-user' else 'agent' end
from (
    select ticket_id, event_id, min(speaker) as known
    from zendesk_call_turn
    where speaker in ('agent', 'end-user')
    group by ticket_id, event_id
    having count(distinct speaker) = 1
) sides
where sides.ticket_id = zendesk_call_turn.ticket_id and sides.event_id = zendesk_call_turn.event_id and speaker is null;

insert into staged_event by name
select
    ticket_id, event_id || '#' || turn as event_id, audit_id || '#' || event_id || '.' || turn as update_id,
    audit_number + 2 + turn as update_order, turn::integer as turn, 0 as phase, 1 as position, started_at as occurred_at,
    'message' as kind, 'VoiceComment' as source_type,
    case speaker when 'agent' then agent_id when 'end-user' then requester_id end as actor_id,
    case speaker when 'bot' then 'bot' else 'person' end as actor_kind,
    case speaker when 'agent' then agent_id when 'end-user' then requester_id end as author_id,
    'call' as channel, conversation_id, true as public, words as body,
    zendesk_blacked_out(words) as redacted, event_id || '#' || turn as comment_id,
    false as foreign_time, source_file, source_line
from zendesk_call_turn;

insert into staged_event by name
select
    calls.ticket_id, calls.event_id, calls.audit_id || '#' || calls.event_id as update_id, calls.audit_number + 1 as update_order,
    0 as turn, 0 as phase, calls.position, started_at as occurred_at, 'call' as kind, source_type,
    case direction when 'outbound' then agent_id else requester_id end as actor_id, 'person' as actor_kind,
    'call' as channel, direction, calls.conversation_id, true as public,
    coalesce(calls.redacted, false) as redacted,
    case when turns.event_id is null then 'no-transcript' end as unreadable,
    calls.event_id as comment_id, false as foreign_time, source_file, source_line
from zendesk_call calls
left join (select distinct ticket_id, event_id from zendesk_call_turn) turns
    on turns.ticket_id = calls.ticket_id and turns.event_id = calls.event_id
where outcome = 'conversation';

insert into staged_event by name
select
    ticket_id, event_id || '#end' as event_id, audit_id || '#' || event_id || '.end' as update_id,
    audit_number + 900000 as update_order, 0 as turn, 0 as phase, position,
    coalesce(started_at + to_microseconds((duration * 1000000)::bigint), greatest(started_at, occurred_at)) as occurred_at,
    'conversation-end' as kind, source_type, null as actor_id, 'system' as actor_kind,
    'call' as channel, conversation_id, false as redacted, false as foreign_time, source_file, source_line
from zendesk_call
where outcome = 'conversation';

insert into staged_event by name
select
    ticket_id, event_id, audit_id as update_id, audit_number as update_order, 0 as turn, 0 as phase, position, occurred_at,
    case outcome when 'unreached' then 'other' else 'message' end as kind, source_type,
    case outcome when 'unreached' then agent_id else requester_id end as actor_id, 'person' as actor_kind,
    case outcome when 'unreached' then null else requester_id end as author_id,
    case outcome when 'unreached' then 'call' else 'voicemail' end as channel, direction,
    case outcome when 'unreached' then null else coalesce(public, true) end as public,
    case outcome when 'unreached' then null else transcript end as body,
    outcome <> 'unreached' and zendesk_blacked_out(transcript) as redacted,
    case when outcome <> 'unreached' and transcript is null then 'no-transcript' end as unreadable,
    case outcome when 'unreached' then null else event_id end as comment_id,
    false as foreign_time, source_file, source_line
from zendesk_call
where outcome <> 'conversation';
