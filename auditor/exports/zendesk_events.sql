-- zendesk_events: a batch of incremental ticket events, rewritten as the audits that they tell of.
-- A child names a changed field by a key of its own; `via` is a word ("Rule") with its reference beside it.

create or replace temp macro zendesk_via(via, reference) as
    case
        when via is null or json_type(via) = 'NULL' then null
        when json_type(via) = 'OBJECT' then via
        when zendesk_channel_name(via ->> '$') in ('rule', '8', 'trigger', 'automation') then json_object(
            'channel', 'rule', 'source', json_object('rel', null, 'from', json_object('id', reference))
        )
        else json_object('channel', via ->> '$', 'source', json_object('from', json_object('ticket_id', reference)))
    end;

create or replace temp table zendesk_child as
with
opened as (
    select
        ordinal,
        unnest(from_json(body -> '$.child_events', '["JSON"]')) as child,
        generate_subscripts(from_json(body -> '$.child_events', '["JSON"]'), 1) as position
    from zendesk_rows
    where problem is null
),
kinds as (
    select
        *,
        case
            when child ->> '$.event_type' is not null then child ->> '$.event_type'
            when zendesk_boolean(child ->> '$.comment_present') then 'Comment'
            else child ->> '$.type'
        end as type,
        coalesce(child ->> '$.plain_body', child ->> '$.body', child ->> '$.html_body') is not null as has_words
    from opened
),
told as (                                 -- with the comments side-loaded, each is told twice: once as present, once in words
    select
        *,
        type = 'Comment' and not has_words
            and bool_or(type = 'Comment' and has_words) over (partition by ordinal) as told_elsewhere
    from kinds
),
field as (
    select ordinal, position, child, type, unnest(list_filter(json_keys(child), lambda key: key not in (
        'id', 'via', 'via_reference_id', 'event_type', 'previous_value', 'comment_present', 'comment_public', 'added_tags',
        'removed_tags', 'custom_ticket_fields', 'audit_id', 'created_at', 'timestamp', 'ticket_id', 'updater_id', 'author_id',
        'metadata', 'system', 'attachments', 'instance_id', 'url'
    ) and not (key = 'type' and child ->> '$.type' = type))) as name
    from told
    where type in ('Create', 'Change') and child ->> '$.field_name' is null
),
custom_field as (
    select ordinal, position, child, type, unnest(json_keys(child -> '$.custom_ticket_fields')) as name
    from told
    where type in ('Create', 'Change') and json_type(child -> '$.custom_ticket_fields') = 'OBJECT'
),
rewritten as (
    select
        ordinal, position, 0 as place,
        json_merge_patch(child, json_object(
            'type', type, 'via', zendesk_via(child -> '$.via', child ->> '$.via_reference_id'),
            'public', coalesce(child -> '$.public', child -> '$.comment_public')
        )) as event
    from told
    where not coalesce(told_elsewhere, false) and not (type in ('Create', 'Change') and child ->> '$.field_name' is null)
    union all
    select
        ordinal, position, row_number() over (partition by ordinal, position order by name),
        json_object(
            'id', (child ->> '$.id') || case when count(*) over (partition by ordinal, position) > 1 then ':' || name else '' end,
            'type', type, 'field_name', name,
            'value', json_extract(child, '/' || name), 'previous_value', child -> '$.previous_value',
            'via', zendesk_via(child -> '$.via', child ->> '$.via_reference_id')
        )
    from field
    union all
    select
        ordinal, position, 1000,
        json_object(
            'id', (child ->> '$.id') || ':' || name, 'type', type, 'field_name', name,
            'value', json_extract(child, '/custom_ticket_fields/' || name), 'via', zendesk_via(child -> '$.via', child ->> '$.via_reference_id')
        )
    from custom_field
)

select ordinal, to_json(list(event order by position, place)) as events
from rewritten
group by ordinal;

create or replace temp table zendesk_written as
select
    raw.file, raw.line, raw.ordinal, raw.problem,
    case
        when raw.problem is not null then raw.body
        else json_object(
            'id', body -> '$.id', 'ticket_id', body -> '$.ticket_id',
            'created_at', coalesce(body ->> '$.created_at', body ->> '$.timestamp'),
            'author_id', body -> '$.updater_id',
            'via', zendesk_via(body -> '$.via', body ->> '$.via_reference_id'),
            'metadata', body -> '$.metadata',
            'events', coalesce(zendesk_child.events, case when json_type(body -> '$.child_events') = 'ARRAY' then '[]'::json end)
        )::varchar
    end as body
from zendesk_rows raw left join zendesk_child using (ordinal);

create or replace temp view zendesk_raw as select * from zendesk_written;
