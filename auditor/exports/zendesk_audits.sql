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
),
typed as (
    select
        file, line, ordinal, problem,
        zendesk_id(audit.id) as audit_id,
        zendesk_id(audit.ticket_id) as ticket_id,
        audit.created_at as written_at,
        zendesk_time(audit.created_at) as occurred_at,
        zendesk_id(audit.author_id) as author_id,
        audit.via as via,
        audit.metadata.flags as flags,
        audit.events as events
    from parsed
)

select
    * exclude (problem, written_at),
    case
        when problem is not null then problem
        when audit_id is null then 'not an update: it has no id'
        when ticket_id is null then 'update ' || audit_id || ' has no ticket_id'
        when written_at is null then 'update ' || audit_id || ' has no created_at'
        when occurred_at is null then 'update ' || audit_id || ': created_at "' || written_at || '" is not a time'
        when events is null then 'update ' || audit_id || ' has no list of events'
    end as problem,
    -- without addresses, tokens and titles of today, which differ between two exports of the same audit
    hash(
        ticket_id, written_at, author_id,
        list_transform(events, lambda event: hash(
            event.id, event.type, event.field_name, event.value, event.previous_value, event.author_id, event.public,
            coalesce(event.plain_body, event.body, event.html_body), event.comment_id, event.macro_id, event.data
        ))
    ) as content
from typed;
