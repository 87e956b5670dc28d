-- changes: what the export says of the four fields that are carried forward, and what a ticket began with.
-- All of this reads the whole export, also past the as-of time: a later `previous_value` tells the earlier state.

create temp table snapshot as             -- one row per ticket of the tickets table: the newest
select *
from staged_ticket
qualify row_number() over (
    partition by ticket_id
    order by updated_at desc nulls last, created_at nulls last, status, group_id, assignee_id, requester_id, submitter_id,
        subject, channel, merged_into, follow_up_of, tags
) = 1;

create temp table field_change as
select
    ticket_id, occurred_at, update_order, turn, update_id, phase, position, event_id, kind, field,
    case                                  -- no group and no assignee are known facts; no status is none
        when field in ('group', 'assignee') then coalesce(value, '')
        else nullif(value, '')
    end as value,
    case when field in ('group', 'assignee') then previous_value else nullif(previous_value, '') end as previous_value
from staged_event
where kind in ('set', 'change') and field in ('status', 'group', 'assignee', 'requester');

create temp table recorded_field as       -- a field that no ticket ever sets or changes has no history here
select distinct field from field_change;

create temp table first_change as
select *
from field_change
qualify row_number() over (
    partition by ticket_id, field
    order by kind = 'set' desc, occurred_at, update_order, turn, update_id, phase, position, event_id
) = 1;
