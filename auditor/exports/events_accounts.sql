-- events_accounts: the tables beside the events, and what the events themselves say of tickets, people and groups.

create temp table judged_ticket as
with
checked as (
    select
        *,
        concat_ws(
            '; ',
            as_id_problem(ticket_id, 'ticket_id'),
            case when as_text(created_at) is not null then as_instant_problem(created_at, 'created_at') end,
            case when as_text(updated_at) is not null then as_instant_problem(updated_at, 'updated_at') end
        ) as problem
    from raw_tickets
),
seen as (                                 -- of a ticket told more than once, the newest row is used
    select
        *,
        row_number() over (
            partition by problem = '', as_id(ticket_id) order by as_instant(updated_at) desc nulls last, file, line
        ) as nth
    from checked
)
select
    * exclude (nth, problem),
    case when problem <> '' then 'quarantined' when nth = 1 then 'used' else 'duplicate' end as fate,
    nullif(problem, '') as reason
from seen;

create temp table event_ticket as         -- a table of events begins with each ticket's creation, unless told otherwise
select
    ticket_id,
    case when min(occurred_at) filter (where kind in ('message', 'call', 'conversation-start')) = min(occurred_at)
        then min(occurred_at) end as created_at,
    arg_min(actor_id, (occurred_at, line)) filter (where asks and actor_kind = 'person') as requester_id
from plain_event
group by ticket_id;

insert into staged_ticket by name
select
    coalesce(told.id, event_ticket.ticket_id) as ticket_id,
    told.subject,
    coalesce(as_id(as_text(told.requester_id)), event_ticket.requester_id) as requester_id,
    as_id(as_text(told.submitter_id)) as submitter_id,
    as_id(as_text(told.assignee_id)) as assignee_id,
    as_text(told.group_id) as group_id,
    status_word(as_text(told.status)) as status,
    lower(as_text(told.channel)) as channel,
    coalesce(as_instant(told.created_at), event_ticket.created_at) as created_at,
    as_instant(told.updated_at) as updated_at,
    as_list(told.tags) as tags,
    as_id(as_text(told.merged_into)) as merged_into,
    as_id(as_text(told.follow_up_of)) as follow_up_of
from (select *, as_id(ticket_id) as id from judged_ticket where fate = 'used') told
full join event_ticket on event_ticket.ticket_id = told.id;

create temp table judged_user as
with checked as (
    select *, coalesce(as_id_problem(user_id, 'user_id'), as_flag_problem(active, 'active')) as problem from raw_users
)
select
    * exclude (problem),
    case when problem is not null then 'quarantined'
        when row_number() over (partition by problem is null, as_id(user_id) order by file, line) = 1 then 'used'
        when digest = first_value(digest) over (partition by problem is null, as_id(user_id) order by file, line)
            then 'duplicate'
        else 'quarantined' end as fate,
    coalesce(problem, case when fate = 'quarantined'
        then 'user_id ' || user_id || ' stands with other content before' end) as reason
from checked;

-- What an event says of its actor was so then; the table of users says what is so today. Whoever was an agent in any
-- event is taken for one.
insert into staged_user by name
with
acting as (
    select
        actor_id as user_id, min(actor_name) as name,
        case when bool_or(person_role = 'admin') then 'admin' when bool_or(person_role = 'agent') then 'agent'
            when bool_or(person_role = 'end-user') then 'end-user' end as role
    from plain_event
    where actor_kind = 'person' and actor_id is not null
    group by actor_id
),
told as (
    select
        as_id(user_id) as user_id, as_text(name) as name, coalesce(as_flag(active), true) as active,
        case replace(replace(lower(trim(role)), '_', '-'), ' ', '-')
            when 'agent' then 'agent' when 'staff' then 'agent' when 'admin' then 'admin'
            when 'end-user' then 'end-user' when 'customer' then 'end-user' when 'user' then 'end-user'
        end as role
    from judged_user
    where fate = 'used'
)
select
    coalesce(told.user_id, acting.user_id) as user_id,
    coalesce(told.name, acting.name) as name,
    case when acting.role in ('agent', 'admin') then acting.role else coalesce(told.role, acting.role) end as role,
    acting.role in ('agent', 'admin') or coalesce(told.active, true) as active
from told full join acting on acting.user_id = told.user_id
where told.user_id is not null or acting.role is not null or acting.name is not null;

create temp table judged_group as
select
    * exclude (problem),
    case when problem is not null then 'quarantined'
        when row_number() over (partition by problem is null, as_id(group_id) order by file, line) = 1 then 'used'
        else 'duplicate' end as fate,
    problem as reason
from (select *, as_id_problem(group_id, 'group_id') as problem from raw_groups);

-- A desk that names its groups instead of numbering them: the name is the id.
insert into staged_group
select as_id(group_id), as_text(name) from judged_group where fate = 'used'
union all
select value, value
from (
    select value from staged_event where field = 'group' and value is not null
    union
    select previous_value from staged_event where field = 'group' and previous_value is not null
    union
    select group_id from staged_ticket where group_id is not null
)
where value not in (select as_id(group_id) from judged_group where fate = 'used');

create temp table judged_macro as
select
    * exclude (problem),
    case when problem is not null then 'quarantined'
        when row_number() over (partition by problem is null, as_id(macro_id) order by file, line) = 1 then 'used'
        else 'duplicate' end as fate,
    problem as reason
from (select *, as_id_problem(macro_id, 'macro_id') as problem from raw_macros);

insert into staged_macro
select as_id(macro_id), as_text(title), as_text(note_text) from judged_macro where fate = 'used';

insert into source_row
select file, line, 'events', fate, reason from judged_event
union all select file, line, 'tickets', fate, reason from judged_ticket
union all select file, line, 'users', fate, reason from judged_user
union all select file, line, 'groups', fate, reason from judged_group
union all select file, line, 'macros', fate, reason from judged_macro;

insert into source_gap                    -- what cannot be read is missing from its ticket, if the row still says which
select distinct as_id(ticket_id), reason
from judged_event
where fate = 'quarantined' and as_id_problem(ticket_id, 'ticket_id') is null;

insert into export_watermark
select greatest((select max(occurred_at) from staged_event), (select max(updated_at) from staged_ticket));
