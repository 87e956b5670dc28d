-- zendesk_special: what chats, calls, merges and redactions say, held until every file is read.

create or replace temp table zendesk_special as
select * from zendesk_event where ordinal in (select ordinal from zendesk_special_update);

insert into zendesk_conversation
select
    ticket_id, audit_id, audit_number, occurred_at, author_id, event_id, position, source_type,
    case
        when source_type like 'Chat%' and json_type(value) = 'VARCHAR' then try_cast(value ->> '$' as json)
        when source_type like 'Chat%' then coalesce(value, json_object('history', history))
        else json_merge_patch(coalesce(data, '{}'), json_object('transcription_text', coalesce(data ->> '$.transcription_text', transcription_text)))
    end,
    body, public, zendesk_blacked_out(body), channel, direction, file, line
from zendesk_special
where kind = 'conversation';

insert into zendesk_merge
select
    ticket_id, audit_id, any_value(audit_number), any_value(occurred_at), any_value(author_id), max(position),
    flatten(list(from_ids)), any_value(to_id),
    string_agg(body, chr(10) order by position) filter (where kind = 'message'),
    bool_or(
        kind in ('set', 'change') and field_name = 'status' and zendesk_status(value_text) in ('closed', 'solved')
        or kind in ('set', 'change') and field_name in ('tags', 'current_tags') and value_text like '%closed_by_merge%'
    ),
    any_value(file), any_value(line)
from zendesk_special
where audit_id in (
    select audit_id from zendesk_special where channel = 'merge' or audit_channel = 'merge' or merged_ticket_ids is not null
)
group by ticket_id, audit_id;

insert into zendesk_transcript
select ticket_id, event_id
from zendesk_special
where kind = 'message' and coalesce(own_channel_name, channel_name) = 'chat_transcript';

insert into zendesk_chat_redaction
select ticket_id, comment_id, chat_id, try_cast(chat_index as bigint)
from zendesk_special
where source_type ilike '%redact%' and source_type <> 'AttachmentRedactionEvent';
