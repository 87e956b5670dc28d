-- fivetran: Zendesk's tables as Fivetran, Airbyte and Singer write them, as rows in canonical words (`plain_event`).
-- They keep the comments and the history of fields, and lose macros, rules and which of them made one update.

create temp table channel_name as         -- ticket.via_channel, and a comment's via where there is one
select * from (values
    ('web', 'web'), ('web_form', 'web'), ('0', 'web'), ('mobile', 'web'), ('mobile_sdk', 'web'), ('web_widget', 'web'),
    ('help_center', 'web'), ('helpcenter', 'web'), ('email', 'email'), ('mail', 'email'), ('4', 'email'),
    ('api', 'api'), ('web_service', 'api'), ('5', 'api'), ('chat', 'chat'), ('29', 'chat'), ('native_messaging', 'chat'),
    ('whatsapp', 'chat'), ('chat_transcript', 'chat'), ('messaging', 'chat'), ('voice', 'call'), ('phone', 'call'),
    ('call', 'call'), ('34', 'call'), ('35', 'call'), ('voicemail', 'voicemail'), ('33', 'voicemail'), ('sms', 'sms'),
    ('rule', 'rule'), ('8', 'rule'), ('trigger', 'rule'), ('automation', 'rule'), ('merge', 'merge'), ('19', 'merge'),
    ('linked_problem', 'linked-problem'), ('9', 'linked-problem'), ('import', 'import'), ('39', 'import'),
    ('sharing', 'sharing'), ('ticket_sharing', 'sharing'), ('31', 'sharing'), ('twitter', 'social'), ('facebook', 'social'),
    ('twitter_dm', 'social'), ('facebook_post', 'social'), ('facebook_message', 'social'), ('instagram_dm', 'social'),
    ('any_channel', 'other')
) names (told, channel);

create or replace temp macro as_zendesk_id_problem(cell, name) as
    coalesce(
        as_id_problem(cell, name),
        case when not regexp_full_match(as_id(cell), '-?\d{1,19}') then name || ' "' || left(trim(cell), 40) || '" is no number' end
    );

create or replace temp macro as_channel_word(cell) as
    lower(case
        when trim(cell) like '{%' then regexp_extract(cell, '[''"]channel[''"]\s*:\s*[''"]?([A-Za-z0-9_]+)', 1)
        else trim(cell)
    end);

-- judged_*: every row read, with what is wrong with it, and whether it was read before
create temp table judged_ticket as
with
checked as (
    select
        *,
        concat_ws(
            '; ',
            as_zendesk_id_problem(id, 'id'),
            case when as_text(created_at) is not null then as_instant_problem(created_at, 'created_at') end,
            case when as_text(updated_at) is not null then as_instant_problem(updated_at, 'updated_at') end,
            case when as_text(requester_id) is not null then as_zendesk_id_problem(requester_id, 'requester_id') end
        ) as problem
    from raw_ticket
)
select
    * exclude (problem),
    case when problem <> '' then 'quarantined'
        when row_number() over (
            partition by problem = '', as_id(id) order by as_instant(updated_at) desc nulls last, file, line
        ) = 1 then 'used'
        else 'duplicate' end as fate,
    nullif(problem, '') as reason
from checked;

create temp table judged_comment as
with
checked as (
    select
        *,
        concat_ws(
            '; ',
            as_zendesk_id_problem(id, 'id'), as_zendesk_id_problem(ticket_id, 'ticket_id'),
            as_instant_problem(created, 'created'), as_flag_problem(public, 'public'),
            as_flag_problem(voice_comment, 'voice_comment'),
            case when as_text(user_id) is not null then as_zendesk_id_problem(user_id, 'user_id') end
        ) as problem
    from raw_ticket_comment
),
seen as (
    select
        *,
        row_number() over line as nth, first_value(digest) over line as first_digest,
        first_value(file || ':' || checked.line) over line as first_seen
    from checked
    window line as (partition by problem = '', as_id(id) order by file, checked.line)
)
select
    * exclude (nth, first_digest, first_seen, problem),
    case when problem <> '' then 'quarantined' when nth = 1 then 'used' when digest = first_digest then 'duplicate'
        else 'quarantined' end as fate,
    case when problem <> '' then problem
        when nth > 1 and digest <> first_digest
            then 'comment ' || as_id(id) || ' stands with other content at ' || first_seen end as reason
from seen;

drop table raw_ticket_comment;             -- the bodies stand in judged_comment now

create temp table judged_field as
with
checked as (
    select
        *,
        concat_ws(
            '; ',
            as_zendesk_id_problem(ticket_id, 'ticket_id'), as_instant_problem(updated, 'updated'),
            case when as_text(field_name) is null then 'field_name is empty' end,
            case when as_text(user_id) is not null then as_zendesk_id_problem(user_id, 'user_id') end
        ) as problem
    from raw_ticket_field_history
)
select
    * exclude (problem),
    case when problem <> '' then 'quarantined'
        when row_number() over (partition by problem = '', digest, ticket_id, updated order by file, line) = 1 then 'used'
        else 'duplicate' end as fate,
    nullif(problem, '') as reason
from checked;

create temp table judged_chat as
with
checked as (
    select
        *,
        coalesce(
            as_id_problem(chat_id, 'chat_id'), as_zendesk_id_problem(ticket_id, 'ticket_id')
        ) as problem
    from raw_ticket_chat
)
select
    * exclude (problem),
    case when problem is not null then 'quarantined'
        when row_number() over (partition by problem is null, chat_id, ticket_id order by file, line) = 1 then 'used'
        else 'duplicate' end as fate,
    problem as reason
from checked;

create temp table judged_turn as
with
checked as (
    select
        *,
        concat_ws('; ', as_id_problem(chat_id, 'chat_id'), as_instant_problem(created_at, 'created_at')) as problem,
        concat_ws(
            ':', as_id(chat_id), coalesce(as_text(message_id), as_id(chat_index)), epoch_ms(as_instant(created_at))
        ) as turn_id
    from raw_ticket_chat_event
),
seen as (
    select *, row_number() over line as nth, first_value(digest) over line as first_digest
    from checked
    window line as (partition by problem = '', turn_id order by file, checked.line)
)
select
    * exclude (nth, first_digest, problem),
    case when problem <> '' then 'quarantined' when nth = 1 then 'used' when digest = first_digest then 'duplicate'
        else 'quarantined' end as fate,
    case when problem <> '' then problem when nth > 1 and digest <> first_digest
        then 'turn ' || turn_id || ' stands with other content before' end as reason
from seen;

create temp table told_user as
select
    *,
    case when as_zendesk_id_problem(id, 'id') is not null then 'quarantined'
        when row_number() over (
            partition by as_zendesk_id_problem(id, 'id') is null, as_id(id) order by as_instant(updated_at) desc nulls last, file, line
        ) = 1 then 'used'
        else 'duplicate' end as fate,
    as_zendesk_id_problem(id, 'id') as reason
from raw_user;

create temp table known_ticket as         -- the tickets table, and every ticket that anything else speaks of
with
told as (
    select
        as_id(id) as ticket_id, as_text(subject) as subject, as_id(as_text(requester_id)) as requester_id,
        as_id(as_text(submitter_id)) as submitter_id, as_id(as_text(assignee_id)) as assignee_id,
        as_id(as_text(group_id)) as group_id,
        case when as_flag(deleted) then 'deleted' else status_word(as_text(status)) end as status,
        as_channel_word(via_channel) as via, as_instant(created_at) as created_at, as_instant(updated_at) as updated_at,
        as_list(as_text(tags)) as tags, as_list(as_text(merged_ticket_ids)) as merged_ids,
        as_id(as_text(via_followup_source_id)) as follow_up_of
    from judged_ticket
    where fate = 'used'
),
spoken_of as (
    select as_id(ticket_id) as ticket_id from judged_comment where fate = 'used'
    union
    select as_id(ticket_id) from judged_field where fate = 'used'
    union
    select as_id(ticket_id) from judged_chat where fate = 'used'
)
select told.* replace (coalesce(told.ticket_id, spoken_of.ticket_id) as ticket_id), channel_name.channel
from told full join spoken_of using (ticket_id)
left join channel_name on channel_name.told = told.via;

create temp table known_user as
select
    as_id(id) as user_id, as_text(name) as name,
    case replace(replace(lower(trim(role)), '_', '-'), ' ', '-')
        when 'agent' then 'agent' when 'light-agent' then 'agent' when 'admin' then 'admin' when 'owner' then 'admin'
        when 'end-user' then 'end-user' when 'enduser' then 'end-user'
    end as role,
    coalesce(as_flag(active), true) and not coalesce(as_flag(deleted), false) as active
from told_user
where fate = 'used';
