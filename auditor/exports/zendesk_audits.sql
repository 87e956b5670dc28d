-- zendesk_audits: a batch of rows, each an audit, as updates with typed events.

create or replace temp table zendesk_update as
with
parsed as (
    select
        file, line, ordinal, problem,
        case when problem is null then from_json(body, '{
            "id": "VARCHAR", "ticket_id": "VARCHAR", "created_at": "VARCHAR", "author_id": "VARCHAR", "via": "JSON",
            "metadata": {"flags": "JSON"},
            "events": [{
                "id": "VARCHAR", "type": "VARCHAR", "field_name": "VARCHAR", "value": "JSON", "previous_value": "JSON",
                "author_id": "VARCHAR", "public": "VARCHAR", "plain_body": "VARCHAR", "body": "VARCHAR", "html_body": "VARCHAR",
                "attachments": "JSON", "comment_id": "VARCHAR", "macro_id": "VARCHAR", "macro_title": "VARCHAR",
                "recipients": "JSON", "recipient_id": "VARCHAR", "via": "JSON", "data": "JSON", "history": "JSON",
                "metadata": {"flags": "JSON"}, "transcription_text": "VARCHAR", "merged_ticket_ids": "JSON",
                "chat_id": "VARCHAR", "chat_index": "VARCHAR"
            }]
        }') end as audit
    from zendesk_raw
)

select
    file, line, ordinal,
    case
        when problem is not null then problem
        when zendesk_id(audit.id) is null then 'not an audit: it has no id'
        when zendesk_id(audit.ticket_id) is null then 'audit ' || zendesk_id(audit.id) || ' has no ticket_id'
        when audit.created_at is null then 'audit ' || zendesk_id(audit.id) || ' has no created_at'
        when zendesk_time(audit.created_at) is null
            then 'audit ' || zendesk_id(audit.id) || ': created_at "' || audit.created_at || '" is not a time'
        when audit.events is null then 'audit ' || zendesk_id(audit.id) || ' has no list of events'
    end as problem,
    zendesk_id(audit.id) as audit_id,
    zendesk_id(audit.ticket_id) as ticket_id,
    zendesk_time(audit.created_at) as occurred_at,
    zendesk_id(audit.author_id) as author_id,
    audit.via as via,
    audit.metadata.flags as flags,
    audit.events as events,
    -- without addresses, tokens and titles of today, which differ between two exports of the same audit
    hash(
        zendesk_id(audit.ticket_id), audit.created_at, zendesk_id(audit.author_id),
        list_transform(audit.events, lambda event: hash(
            zendesk_id(event.id), event.type, event.field_name, event.value, event.previous_value, zendesk_id(event.author_id),
            event.public, coalesce(event.plain_body, event.body, event.html_body), zendesk_id(event.comment_id),
            zendesk_id(event.macro_id), event.data
        ))
    ) as content
from parsed;
