-- summary: the tickets as they are audited, and what there is to say about the whole history.

create table if not exists source_gap (ticket_id varchar, reason varchar);   -- of loaders that record none

create temp table left_off as             -- the last recorded value of each field, to hold against the snapshot
select ticket_id, field, arg_max(value, update_position) as value
from update_value
group by ticket_id, field;

create table ticket as
with
identified as (select ticket_id from snapshot union select ticket_id from ticket_span),
audited_span as (
    select ticket_id, min(occurred_at) as first_at, max(occurred_at) as last_at
    from event
    where not mirrored
    group by ticket_id
),
merge_target as (
    select distinct on (source_id)
        source_id as ticket_id,           -- a merge that is still to come at the as-of time has not happened
        case when occurred_at <= (select as_of from audited_until) then target_id end as target_id
    from merge_edge
    order by source_id, occurred_at desc, update_order desc, target_id
),
gap_count as (select ticket_id, count(*) as gaps from source_gap group by ticket_id),
hole_count as (select ticket_id, count(*) as holes from hole group by ticket_id),
difference as (                           -- a last change that the export does not have, or that came after it
    select left_off.ticket_id, list(left_off.field order by left_off.field) as fields
    from left_off join snapshot using (ticket_id)
    where
        left_off.value <> '?' and coalesce(snapshot.status, '') <> 'deleted'
        and case left_off.field
            when 'status' then
                snapshot.status <> left_off.value and not (snapshot.status = 'closed' and left_off.value = 'solved')
            when 'group' then snapshot.group_id <> left_off.value
            when 'assignee' then snapshot.assignee_id <> left_off.value
            else false
        end
    group by left_off.ticket_id
),
asker as (                                -- the requester that the history ends with, where no tickets row says it
    select ticket_id, arg_max(requester_id, moment) as requester_id
    from moment_state
    group by ticket_id
)

select
    identified.ticket_id,
    snapshot.subject,
    coalesce(snapshot.requester_id, asker.requester_id) as requester_id,
    snapshot.submitter_id, snapshot.assignee_id, snapshot.group_id, snapshot.status, snapshot.channel,
    snapshot.created_at, snapshot.updated_at, snapshot.tags,
    case when merge_target.ticket_id is null then snapshot.merged_into else merge_target.target_id end as merged_into,
    snapshot.follow_up_of,
    audited_span.first_at, audited_span.last_at,
    coalesce(ticket_begin.complete, false) as complete,
    coalesce(snapshot.status = 'deleted', false) or coalesce(ended.value = 'deleted', false) as deleted,
    coalesce(hole_count.holes, 0) as holes,
    coalesce(gap_count.gaps, 0) as gaps,
    coalesce(difference.fields, []) as snapshot_differs,
    case                                  -- where the moment of a merge is not recorded, nothing can be followed
        when merge_target.target_id is not null then merge_target.target_id in (select ticket_id from ticket_begin)
        when merge_target.ticket_id is null and snapshot.merged_into is not null then false
    end as merge_followed
from identified
left join snapshot using (ticket_id)
left join audited_span using (ticket_id)
left join merge_target using (ticket_id)
left join hole_count using (ticket_id)
left join gap_count using (ticket_id)
left join difference using (ticket_id)
left join asker using (ticket_id)
left join ticket_begin using (ticket_id)
left join left_off as ended on ended.ticket_id = identified.ticket_id and ended.field = 'status'
where
    audited_span.first_at is not null
    or ticket_begin.ticket_id is null and coalesce(snapshot.created_at <= (select as_of from audited_until), true)
order by identified.ticket_id;

create table history_note as
select * from (
    select 'events after the as-of time' as name, (
        select count(*) from staged_event where occurred_at > (select as_of from audited_until)
    ) as count
    union all
    select 'tickets that begin after the as-of time', (
        select count(*) from (select ticket_id from snapshot union select ticket_id from ticket_span)
    ) - (select count(*) from ticket)
    union all
    select 'tickets whose first update is missing', (select count(*) from ticket where not complete)
    union all
    select 'tickets without a row in the tickets table', (
        select count(*) from ticket where ticket_id not in (select ticket_id from snapshot)
    )
    union all
    select 'tickets of which a row could not be read', (select count(*) from ticket where gaps > 0)
    union all
    select 'tickets whose recorded changes contradict each other', (select count(*) from ticket where holes > 0)
    union all
    select 'tickets whose last recorded change is not what the tickets table shows', (
        select count(*) from ticket where len(snapshot_differs) > 0
    )
    union all
    select 'tickets merged into one whose history is not here', (select count(*) from ticket where not merge_followed)
    union all
    select 'events copied between merged tickets', (select count(*) from event where mirrored)
    union all
    select 'acts by persons of unknown role', (
        select count(*) from event where actor_kind = 'person' and actor_role is null and not mirrored
    )
    union all
    select 'events of unknown kind', (select count(*) from event where kind = 'other' and not mirrored)
)
where count > 0
order by name;
