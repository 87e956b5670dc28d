-- order: where each event stands in its ticket. The numbers are of the whole export, so that a cut never moves them.

create temp table placed as
with
narrow as (                               -- never the bodies: this is sorted
    select
        rowid as staged, false as mirrored, ticket_id, event_id, occurred_at, update_order, turn, update_id, phase,
        position, kind, field, value
    from staged_event
    union all
    select
        rowid, true, ticket_id, event_id, occurred_at, update_order, turn, update_id, phase, position, kind, field, value
    from mirrored_event
)

select
    staged, mirrored, ticket_id,
    -- turns stand before the update's id: as text, turn 10 of a chat would come before turn 2 of the same second
    row_number() over (
        partition by ticket_id
        order by occurred_at, update_order, turn, update_id, phase, position, event_id
    ) as position,
    dense_rank() over (
        partition by ticket_id order by occurred_at, update_order, turn, update_id, phase
    ) as moment,
    dense_rank() over (
        partition by ticket_id order by occurred_at, update_order, turn, update_id
    ) as update_position,
    case when kind in ('set', 'change') and field in ('status', 'group', 'assignee', 'requester') then field end as field,
    case when field in ('group', 'assignee') then coalesce(value, '') else nullif(value, '') end as value
from narrow;
