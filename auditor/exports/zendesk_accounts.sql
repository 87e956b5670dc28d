-- zendesk_accounts: tickets, users, groups and macros as they are today; of a row that repeats, the newest state.

create or replace temp table zendesk_today as
with
ranked as (
    select
        *,
        row_number() over newest as rank,
        first_value(content) over newest as kept_content,
        first_value(version) over newest as kept_version
    from zendesk_snapshot
    where problem is null
    window newest as (partition by role, id order by version desc nulls last, ordinal)
)

select
    *,
    case
        when rank = 1 then 'used'
        when content = kept_content or version < kept_version then 'duplicate'
        else 'quarantined'
    end as fate,
    case
        when rank = 1 or content = kept_content then null
        when version < kept_version then 'an older state of ' || rtrim(role, 's') || ' ' || id || '; the newest is used'
        else rtrim(role, 's') || ' ' || id || ' was read before with other content; the first is kept'
    end as reason
from ranked;

insert into source_row
select file, line, role, fate, reason from (
    select file, line, role, fate, reason, ordinal from zendesk_today
    union all
    select file, line, role, 'quarantined', problem, ordinal from zendesk_snapshot where problem is not null
)
order by ordinal;

insert into staged_user (user_id, name, role, active)
select id, name, user_role, active from zendesk_today where role = 'users' and fate = 'used';

insert into staged_group (group_id, name)
select id, name from zendesk_today where role = 'groups' and fate = 'used';

insert into staged_macro (macro_id, title, note_text)
select id, name, nullif(note_text, '') from zendesk_today where role = 'macros' and fate = 'used';

-- A custom status belongs to a category; the change of category is the change of status. Where the category stays the
-- same nothing changed, and where the update names the status too, that is it already.
update staged_event
set field = 'status', value = now.category, previous_value = coalesce(before.category, staged_event.previous_value)
from zendesk_today now, (
    select event_id, update_id, previous_value from staged_event where field = 'custom_status_id'
) own left join zendesk_today before
    on before.role = 'custom_statuses' and before.fate = 'used' and before.id = own.previous_value
where
    staged_event.field = 'custom_status_id' and staged_event.event_id = own.event_id and staged_event.update_id = own.update_id
    and now.role = 'custom_statuses' and now.fate = 'used' and now.id = staged_event.value
    and before.category is distinct from now.category
    and not exists (
        select 1 from staged_event named
        where named.update_id = staged_event.update_id and named.ticket_id = staged_event.ticket_id and named.field = 'status'
    );

create or replace temp table zendesk_requester as   -- who asked, from when on
select ticket_id, occurred_at, update_order, value as requester_id, kind
from staged_event
where kind in ('set', 'change') and field = 'requester' and value <> '';

create or replace temp table zendesk_told as        -- what the updates say of a ticket, for those that have no row
select
    updated.ticket_id,
    arg_max(value, (occurred_at, update_order, position)) filter (where field = 'subject') as subject,
    arg_max(value, (occurred_at, update_order, position)) filter (where field = 'requester' and value <> '') as requester_id,
    arg_min(channel, (occurred_at, update_order, position)) filter (where kind <> 'notification') as channel
from (select distinct ticket_id from zendesk_seen) updated left join staged_event using (ticket_id)
group by updated.ticket_id;

insert into staged_ticket by name
select
    coalesce(today.id, told.ticket_id) as ticket_id,
    coalesce(today.subject, told.subject) as subject,
    coalesce(today.requester_id, told.requester_id) as requester_id,
    today.submitter_id, today.assignee_id, today.group_id, today.status,
    coalesce(today.channel, told.channel) as channel,
    today.created_at, today.version as updated_at, today.tags, today.merged_into,
    coalesce(today.follow_up_of, follow_up.follow_up_of) as follow_up_of
from (select * from zendesk_today where role = 'tickets' and fate = 'used') today
full join zendesk_told told on told.ticket_id = today.id
left join (
    select ticket_id, min(follow_up_of) as follow_up_of from zendesk_follow_up group by ticket_id
) follow_up on follow_up.ticket_id = coalesce(today.id, told.ticket_id);
