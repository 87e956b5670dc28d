-- start: the value each field had before anything in the export happened; NULL unknown, '' none.

create temp table start_value as
with
snapshot_value as (
    select ticket_id, 'status' as field,
        -- solved or closed without one recorded change: the change is missing, so the beginning is too
        case when status in ('new', 'open', 'pending', 'hold') then status end as value
    from snapshot
    union all
    select ticket_id, 'group', group_id from snapshot
    union all
    select ticket_id, 'assignee', assignee_id from snapshot
    union all
    select ticket_id, 'requester', requester_id from snapshot
),
wanted as (
    select ticket_id, complete, first_at, field
    from ticket_begin join ticket_span using (ticket_id)
    cross join (values ('status'), ('group'), ('assignee'), ('requester')) fields (field)
),
known as (
    select
        wanted.*, first_change.kind, first_change.value as first_value, first_change.previous_value,
        first_change.occurred_at as changed_at, snapshot_value.value as snapshot_value,
        first_author.author_id as first_author,
        recorded_field.field is not null as recorded
    from wanted
    left join first_change using (ticket_id, field)
    left join snapshot_value using (ticket_id, field)
    left join first_author using (ticket_id)
    left join recorded_field using (field)
)

select
    ticket_id, field,
    case
        when field = 'requester' then coalesce(
            case when kind = 'set' then first_value when kind = 'change' then previous_value else snapshot_value end,
            first_author
        )
        when not recorded then null
        when kind = 'set' and field = 'status' then case when changed_at = first_at then '' end
        when kind = 'set' then ''
        when previous_value is not null then previous_value
        when kind = 'change' then case when complete and field <> 'status' then '' end
        when snapshot_value is not null then snapshot_value
        when complete and field <> 'status' then ''
    end as value
from known;

create temp table asking_person as        -- whoever was a ticket's requester at any time
select ticket_id, value as person_id from start_value where field = 'requester' and value is not null
union
select ticket_id, value from field_change where field = 'requester' and value is not null;
