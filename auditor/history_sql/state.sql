-- state: what each ticket's status, group, assignee and requester were at the end of every moment and every update.
-- '?' stands for "unknown from here on" while values are carried forward; NULL there means "not changed here".

create temp table update_value as         -- one row per ticket, field and update that changes it
select
    placed.ticket_id, placed.field, placed.update_position,
    arg_max(coalesce(placed.value, '?'), placed.position) as value,
    list(distinct staged.previous_value) filter (
        where staged.previous_value is not null
        and (placed.field in ('group', 'assignee') or staged.previous_value <> '')
    ) as previous_values
from placed join staged_event staged on staged.rowid = placed.staged
where placed.field is not null and not placed.mirrored
group by all;

-- A change that begins with another value than the last one left tells of a change that the export does not have.
-- When it happened nobody can say: the state is unknown from the update after the last known change.
create temp table hole as
with
followed as (
    select *, lag(value) over line as value_before, lag(update_position) over line as update_before
    from update_value
    window line as (partition by ticket_id, field order by update_position)
)

select ticket_id, field, update_before + 1 as unknown_from, update_position as known_again
from followed
where value_before <> '?' and len(previous_values) > 0 and not list_contains(previous_values, value_before);

create temp table moment_value as         -- the moments that change the state, and to what
with
changed as (
    select ticket_id, moment, field, arg_max(coalesce(value, '?'), position) as value
    from placed
    where field is not null
    group by all
    union all
    select hole.ticket_id, min(placed.moment), hole.field, '?'
    from hole join placed
        on placed.ticket_id = hole.ticket_id and placed.update_position = hole.unknown_from
    where hole.unknown_from < hole.known_again
    group by hole.ticket_id, hole.field, hole.unknown_from
)

select
    ticket_id, moment,
    any_value(value) filter (where field = 'status') as status,
    any_value(value) filter (where field = 'group') as group_id,
    any_value(value) filter (where field = 'assignee') as assignee_id,
    any_value(value) filter (where field = 'requester') as requester_id
from changed
group by ticket_id, moment;

create temp table moment_state as
with
every_moment as (
    select ticket_id, moment, min(update_position) as update_position
    from placed
    group by ticket_id, moment
),
start as (
    select
        ticket_id,
        coalesce(any_value(value) filter (where field = 'status'), '?') as status,
        coalesce(any_value(value) filter (where field = 'group'), '?') as group_id,
        coalesce(any_value(value) filter (where field = 'assignee'), '?') as assignee_id,
        coalesce(any_value(value) filter (where field = 'requester'), '?') as requester_id
    from start_value
    group by ticket_id
),
carried as (
    select
        ticket_id, moment, update_position, start,
        coalesce(last_value(moment_value.status ignore nulls) over line, start.status) as status,
        coalesce(last_value(moment_value.group_id ignore nulls) over line, start.group_id) as group_id,
        coalesce(last_value(moment_value.assignee_id ignore nulls) over line, start.assignee_id) as assignee_id,
        coalesce(last_value(moment_value.requester_id ignore nulls) over line, start.requester_id) as requester_id
    from every_moment
    left join moment_value using (ticket_id, moment)
    join start using (ticket_id)
    window line as (partition by ticket_id order by moment)
)

select
    ticket_id, moment, update_position,
    nullif(coalesce(lag(status) over line, start.status), '?') as status_before,
    nullif(coalesce(lag(group_id) over line, start.group_id), '?') as group_before,
    nullif(coalesce(lag(assignee_id) over line, start.assignee_id), '?') as assignee_before,
    nullif(status, '?') as status,
    nullif(group_id, '?') as group_id,
    nullif(assignee_id, '?') as assignee_id,
    nullif(requester_id, '?') as requester_id,
    nullif(last_value(status) over whole_update, '?') as status_left,
    nullif(last_value(group_id) over whole_update, '?') as group_left,
    nullif(last_value(assignee_id) over whole_update, '?') as assignee_left
from carried
window
    line as (partition by ticket_id order by moment),
    whole_update as (
        partition by ticket_id, update_position order by moment
        rows between unbounded preceding and unbounded following
    );
