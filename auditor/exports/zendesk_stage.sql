-- zendesk_stage: the fate of each row of the batch, and the events of those that are used.

create or replace temp table zendesk_fate as
with
told as (
    select
        rows.file, rows.line, rows.ordinal, rows.problem, rows.audit_id, rows.content,
        seen.content as seen_content, seen.audit_id is not null as seen,
        first_value(rows.content) over line as first_content,
        row_number() over line as occurrence
    from zendesk_update rows
    left join zendesk_seen seen on seen.audit_id = rows.audit_id and rows.problem is null
    window line as (partition by rows.audit_id, rows.problem is null order by rows.ordinal)
)

select
    file, line, ordinal,
    case
        when problem is not null then 'quarantined'
        when not seen and occurrence = 1 then 'used'
        when coalesce(seen_content, first_content) = content then 'duplicate'
        else 'quarantined'
    end as fate,
    case
        when problem is not null then problem
        when coalesce(seen_content, first_content) = content then null
        else 'update ' || audit_id || ' was read before with other content; the first is kept'
    end as reason
from told;

insert into source_row select file, line, $role, fate, reason from zendesk_fate order by ordinal;

insert into source_gap     -- an update that cannot be read is missing from its ticket, if it still says which
select distinct ticket_id, reason from (
    select coalesce(rows.ticket_id, nullif(regexp_extract(zendesk_raw.body, '"ticket_id"\s*:\s*"?(\d+)', 1), '')) as ticket_id, rows.problem as reason
    from zendesk_update rows join zendesk_raw using (ordinal)
    where rows.problem is not null
)
where ticket_id is not null;

create or replace temp table zendesk_used as
with
used as (
    select rows.file, rows.line, rows.ordinal, rows.audit_id, rows.ticket_id, rows.occurred_at, rows.author_id, rows.via, rows.flags
    from zendesk_update rows join zendesk_fate fates using (ordinal)
    where fates.fate = 'used'
),
spoken as (
    select
        * exclude (via, flags),
        zendesk_channel_name(coalesce(via ->> '$.channel', case when json_type(via) in ('VARCHAR', 'UBIGINT', 'BIGINT') then via ->> '$' end))
            as channel_name,
        lower(via ->> '$.source.rel') as rel,
        zendesk_id(via ->> '$.source.from.id') as rule_id,
        via ->> '$.source.from.title' as rule_name,
        zendesk_ids(coalesce(via -> '$.source.from.ticket_ids', via -> '$.source.from.ticket_id')) as from_ids,
        zendesk_id(via ->> '$.source.to.ticket_id') as to_id,
        via is not null and json_type(via) <> 'NULL' as has_via,
        coalesce(list_contains(from_json(flags, '["VARCHAR"]'), '4'), false) as automatic
    from used
)

select
    spoken.*,
    case
        when rel in ('trigger', 'automation') then 'rule'
        when rel = 'merge' then 'merge'
        when rel = 'voicemail' then 'voicemail'
        else coalesce(zendesk_channel.channel, 'other')
    end as channel,
    case when rel in ('trigger', 'automation') then 'rule' else zendesk_channel.actor_kind end as channel_actor,
    coalesce(zendesk_channel.direction, case when rel in ('inbound', 'outbound') then rel end) as direction,
    -- an id that is no number still needs a place among the updates of its instant: the one in which it was read
    coalesce(try_cast(audit_id as hugeint), ordinal::hugeint) * 1000000 as audit_number
from spoken left join zendesk_channel on zendesk_channel.name = spoken.channel_name;

insert into zendesk_seen select audit_id, content, ticket_id from zendesk_update join zendesk_fate using (ordinal) where fate = 'used';

create or replace temp view zendesk_event as
with
opened as (
    select zendesk_used.*, unnest(rows.events) as event, generate_subscripts(rows.events, 1) as position
    from zendesk_update rows join zendesk_used using (ordinal)
),
spoken as (
    select
        * exclude (event, from_ids, to_id, rel, rule_id, rule_name, direction, automatic),
        event.type as source_type,
        coalesce(zendesk_id(event.id), audit_id || ':' || position) as event_id,
        event.field_name as field_name, event.value as value,
        zendesk_text(event.value) as value_text, zendesk_text(event.previous_value) as previous_text,
        zendesk_id(event.author_id) as comment_author_id,
        case when event.type = 'Tweet' then true else zendesk_boolean(event.public) end as public,
        coalesce(                        -- the tags are looked for only where nothing else is there: that is slow
            nullif(trim(event.plain_body), ''), nullif(trim(event.body), ''),
            case when coalesce(event.plain_body, event.body, '') = '' then zendesk_plain(event.html_body) end
        ) as body,
        coalesce(json_array_length(event.attachments), 0) > 0 as has_attachments,
        zendesk_id(event.comment_id) as comment_id,
        zendesk_id(event.macro_id) as macro_id, event.macro_title as macro_title,
        coalesce(zendesk_ids(event.recipients), case when zendesk_id(event.recipient_id) is not null then [zendesk_id(event.recipient_id)] end)
            as recipients,
        event.data as data, event.history as history, event.transcription_text as transcription_text,
        event.merged_ticket_ids as merged_ticket_ids,
        event.chat_id as chat_id, event.chat_index as chat_index,
        automatic or coalesce(list_contains(from_json(event.metadata.flags, '["VARCHAR"]'), '4'), false) as automatic,
        event.via is not null and json_type(event.via) <> 'NULL' as has_own_via,
        zendesk_channel_name(coalesce(
            event.via ->> '$.channel', case when json_type(event.via) in ('VARCHAR', 'UBIGINT', 'BIGINT') then event.via ->> '$' end
        )) as own_channel_name,
        rel as audit_rel, lower(event.via ->> '$.source.rel') as own_rel,
        rule_id as audit_rule_id, rule_name as audit_rule_name,
        zendesk_id(event.via ->> '$.source.from.id') as own_rule_id, event.via ->> '$.source.from.title' as own_rule_name,
        list_concat(coalesce(from_ids, []), coalesce(
            zendesk_ids(coalesce(event.via -> '$.source.from.ticket_ids', event.via -> '$.source.from.ticket_id', event.merged_ticket_ids)), []
        )) as from_ids,
        coalesce(to_id, zendesk_id(event.via ->> '$.source.to.ticket_id')) as to_id,
        direction as audit_direction
    from opened
),
placed as (
    select
        spoken.* exclude (channel, channel_actor),
        spoken.channel as audit_channel,
        coalesce(spoken.channel_actor, '') = 'rule' as rule_audit,
        case
            when not has_own_via then spoken.channel
            when own_rel in ('trigger', 'automation') or own.actor_kind = 'rule' then 'rule'
            when own_rel = 'merge' or spoken.channel = 'merge' then 'merge'
            when own_rel = 'voicemail' then 'voicemail'
            else coalesce(own.channel, 'other')
        end as channel,
        case
            when not has_own_via then spoken.channel_actor
            when own_rel in ('trigger', 'automation') then 'rule'
            else own.actor_kind
        end as channel_actor,
        case
            when has_own_via then coalesce(own.direction, case when own_rel in ('inbound', 'outbound') then own_rel end, audit_direction)
            else audit_direction
        end as direction
    from spoken left join zendesk_channel own on own.name = spoken.own_channel_name
),
acted as (
    select
        *,
        case source_type
            when 'Comment' then 'message' when 'FacebookComment' then 'message' when 'Tweet' then 'message'
            when 'VoiceComment' then 'conversation' when 'TpeVoiceComment' then 'conversation'
            when 'ChatStartedEvent' then 'conversation' when 'ChatEndedEvent' then 'conversation'
            when 'CommentPrivacyChange' then case public when true then 'publish' when false then 'conceal' else 'other' end
            when 'CommentRedactionEvent' then 'redaction'
            when 'Create' then 'set' when 'Change' then 'change'
            when 'AgentMacroReference' then 'macro'
            when 'Notification' then 'notification' when 'NotificationWithCcs' then 'notification' when 'SMS' then 'notification'
            else 'other'
        end as kind,
        case
            when channel_actor = 'rule' or source_type in ('Notification', 'NotificationWithCcs') then 'rule'
            when author_id = '-1' or comment_author_id = '-1' or channel_actor = 'system' then 'system'
            when channel_actor = 'bot' or (automatic and source_type in ('Comment', 'FacebookComment')) then 'bot'
            else 'person'
        end as actor_kind
    from placed
)

select
    * exclude (own_rule_id, own_rule_name, audit_rule_id, audit_rule_name),
    case when actor_kind <> 'rule' then null when has_own_via then own_rule_id when rule_audit then audit_rule_id end as rule_id,
    case when actor_kind <> 'rule' then null when has_own_via then own_rule_name when rule_audit then audit_rule_name end as rule_name,
    case when actor_kind = 'rule' and (not rule_audit or (has_own_via and own_rule_id is distinct from audit_rule_id)) then 1 else 0 end as phase
from acted;

insert into staged_event by name
select
    ticket_id, event_id, audit_id as update_id, audit_number as update_order, 0 as turn, phase, position::integer as position,
    occurred_at, kind, source_type,
    case when actor_kind <> 'rule' then author_id end as actor_id,
    actor_kind, rule_id, rule_name,
    case when kind = 'message' then coalesce(comment_author_id, author_id) end as author_id,
    channel,
    null as direction, null as conversation_id,
    case when kind in ('message', 'publish', 'conceal') then public end as public,
    case when kind = 'message' and body <> '' then body end as body,
    kind = 'message' and zendesk_blacked_out(body) as redacted,
    case when kind <> 'message' or body <> '' then null when has_attachments then 'attachment-only' else 'no-body' end as unreadable,
    case when kind = 'message' then event_id when kind in ('publish', 'conceal', 'redaction') then comment_id end as comment_id,
    case when kind in ('set', 'change') then zendesk_field(field_name) end as field,
    case
        when kind not in ('set', 'change') then null
        when field_name = 'status' then zendesk_status(value_text)
        when ends_with(field_name, '_id') then coalesce(zendesk_id(value_text), '')
        else coalesce(value_text, '')
    end as value,
    case
        when kind <> 'change' then null
        when field_name = 'status' then zendesk_status(previous_text)
        when ends_with(field_name, '_id') and previous_text <> '' then zendesk_id(previous_text)
        else previous_text
    end as previous_value,
    case when kind = 'macro' then macro_id end as macro_id,
    case when kind = 'macro' then macro_title end as macro_title,
    case when kind = 'notification' then recipients end as recipients,
    channel in ('import', 'sharing') or audit_channel in ('import', 'sharing') as foreign_time,
    file as source_file, line as source_line
from zendesk_event
where kind <> 'conversation';

insert into zendesk_follow_up
select ticket_id, from_ids[1] from zendesk_used
where (rel = 'follow_up' or channel_name in ('27', 'closed_ticket')) and len(from_ids) > 0 and from_ids[1] <> ticket_id;

insert into zendesk_taken (with_via, with_author)
select count(*) filter (where has_via), count(author_id) from zendesk_used;

-- The few updates of which more is to be said than their events, at the end of the reading.
create or replace temp table zendesk_special_update as
select ordinal
from zendesk_update
where len(list_filter(events, lambda event:
    event.type like 'Chat%' or event.type like '%VoiceComment' or event.type ilike '%redact%'
    or event.merged_ticket_ids is not null or regexp_matches(event.via, 'merge|chat_transcript|:\s*"?19\b')
)) > 0
union
select ordinal from zendesk_used where channel = 'merge' or channel_name = 'chat_transcript';
