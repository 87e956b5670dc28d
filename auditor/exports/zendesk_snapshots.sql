-- zendesk_snapshots: a batch of tickets, users, groups, macros or custom statuses: what is needed of them.

insert into zendesk_snapshot by name
with
parsed as (
    select
        file, line, ordinal, problem,
        case when problem is null then from_json(body, '{
            "id": "VARCHAR", "updated_at": "VARCHAR", "created_at": "VARCHAR", "subject": "VARCHAR", "raw_subject": "VARCHAR",
            "requester_id": "VARCHAR", "submitter_id": "VARCHAR", "assignee_id": "VARCHAR", "group_id": "VARCHAR",
            "status": "VARCHAR", "via": "JSON", "tags": "JSON", "merged_into": "VARCHAR", "merged_into_id": "VARCHAR",
            "followup_source_id": "VARCHAR", "via_followup_source_id": "VARCHAR", "name": "VARCHAR", "role": "VARCHAR",
            "active": "VARCHAR", "deleted": "VARCHAR", "permanently_deleted": "VARCHAR", "title": "VARCHAR",
            "actions": [{"field": "VARCHAR", "value": "JSON"}], "status_category": "VARCHAR"
        }') end as written
    from zendesk_raw
),
spoken as (
    select
        *, zendesk_channel_name(coalesce(
            written.via ->> '$.channel', case when json_type(written.via) in ('VARCHAR', 'UBIGINT') then written.via ->> '$' end
        )) as channel_name,
        lower(written.via ->> '$.source.rel') as rel
    from parsed
)

select
    file, line, ordinal, $role as role,
    coalesce(problem, case when zendesk_id(written.id) is null then 'it has no id' end) as problem,
    zendesk_id(written.id) as id,
    zendesk_time(written.updated_at) as version,
    hash(written) as content,
    coalesce(written.subject, written.raw_subject) as subject,
    zendesk_id(written.requester_id) as requester_id, zendesk_id(written.submitter_id) as submitter_id,
    zendesk_id(written.assignee_id) as assignee_id, zendesk_id(written.group_id) as group_id,
    zendesk_status(written.status) as status,
    case
        when written.via is null or json_type(written.via) = 'NULL' then null
        when rel = 'voicemail' then 'voicemail'
        when rel = 'merge' then 'merge'
        else coalesce(zendesk_channel.channel, 'other')
    end as channel,
    zendesk_time(written.created_at) as created_at,
    case json_type(written.tags)
        when 'ARRAY' then from_json(written.tags, '["VARCHAR"]')
        when 'VARCHAR' then list_filter(string_split(written.tags ->> '$', ' '), lambda tag: tag <> '')
    end as tags,
    zendesk_id(coalesce(written.merged_into, written.merged_into_id)) as merged_into,
    zendesk_id(coalesce(
        written.followup_source_id, written.via_followup_source_id,
        case when rel = 'follow_up' or channel_name in ('27', 'closed_ticket') then written.via ->> '$.source.from.ticket_id' end
    )) as follow_up_of,
    coalesce(written.name, written.title) as name,
    case lower(written.role)
        when 'agent' then 'agent' when '4' then 'agent' when 'admin' then 'admin' when '2' then 'admin'
        when 'end-user' then 'end-user' when 'end_user' then 'end-user' when 'enduser' then 'end-user' when '0' then 'end-user'
        when 'user' then 'end-user'
        when 'owner' then 'admin' when 'light_agent' then 'agent' when 'light agent' then 'agent'
    end as user_role,
    zendesk_boolean(written.active) is not false and zendesk_boolean(written.deleted) is not true
        and zendesk_boolean(written.permanently_deleted) is not true as active,
    array_to_string(list_transform(
        list_filter(written.actions, lambda action: action.field in ('comment_value', 'comment_value_html')),
        lambda action: case
            when action.field = 'comment_value_html' then zendesk_plain(zendesk_text(action.value))
            when json_type(action.value) = 'ARRAY' then action.value ->> '$[1]'   -- ["channel:all", the text]
            else zendesk_text(action.value)
        end
    ), chr(10)) as note_text,
    zendesk_status(written.status_category) as category
from spoken left join zendesk_channel on zendesk_channel.name = spoken.channel_name;
