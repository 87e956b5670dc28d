-- merges: what happens in the ticket another was merged into belongs to the history of the one merged away, too; and what
-- was said in that one is known in the ticket that took it in, from the merge on.

create temp table merge_edge as           -- one row per merge: where from, where to, since when, by whose event
select
    event.ticket_id as source_id, event.value as target_id,
    event.occurred_at, event.update_order, event.event_id as merge_event_id
from staged_event event
where event.kind = 'merge' and event.value <> '' and event.value <> event.ticket_id
qualify row_number() over (
    partition by event.ticket_id, event.value
    order by event.occurred_at, event.update_order, event.turn, event.update_id, event.phase, event.position, event.event_id
) = 1;

create temp table lineage as              -- a ticket, and every ticket that it lives on in: A merged into B, B into C
with recursive
reached (source_id, via_id, target_id, occurred_at, update_order, merge_event_id, depth) as (
    select source_id, source_id, target_id, occurred_at, update_order, merge_event_id, 1 from merge_edge
    union all
    select
        reached.source_id, merge_edge.source_id, merge_edge.target_id,
        merge_edge.occurred_at, merge_edge.update_order, merge_edge.merge_event_id, reached.depth + 1
    from reached join merge_edge on merge_edge.source_id = reached.target_id
    where
        (merge_edge.occurred_at, merge_edge.update_order) >= (reached.occurred_at, reached.update_order)
        and merge_edge.target_id <> reached.source_id
        and reached.depth < 8             -- a chain of merges; a circle of them ends here
)

select distinct on (source_id, target_id)
    source_id, via_id, target_id, occurred_at, update_order, merge_event_id
from reached
order by source_id, target_id, occurred_at, update_order, merge_event_id;

create temp table group_at_merge as       -- the group of either ticket right after each merge; NULL unknown
with
side as (
    select source_id as ticket_id, occurred_at, update_order from merge_edge
    union
    select target_id, occurred_at, update_order from merge_edge
),
last_change as (
    select distinct on (side.ticket_id, side.occurred_at, side.update_order)
        side.ticket_id, side.occurred_at, side.update_order, field_change.value
    from side join field_change
        on field_change.ticket_id = side.ticket_id and field_change.field = 'group'
        and (field_change.occurred_at, field_change.update_order) <= (side.occurred_at, side.update_order)
    order by
        side.ticket_id, side.occurred_at, side.update_order,
        field_change.occurred_at desc, field_change.update_order desc, field_change.turn desc,
        field_change.update_id desc, field_change.phase desc, field_change.position desc, field_change.event_id desc
)

select
    side.*,
    case when last_change.ticket_id is null then start_value.value else last_change.value end as group_id
from side
left join last_change using (ticket_id, occurred_at, update_order)
left join start_value on start_value.ticket_id = side.ticket_id and start_value.field = 'group';

-- Copied: what people did after the merge, and every move of the group. The comment that the merge itself writes is
-- on both tickets already.
create temp table mirrored_event as
select
    event.* replace (
        lineage.source_id as ticket_id,
        event.event_id || '@' || lineage.source_id as event_id
    ),
    event.ticket_id as origin_id, event.event_id as origin_event_id, null::varchar as merge_event_id, false as brought_in
from lineage join staged_event event on event.ticket_id = lineage.target_id
where
    (event.occurred_at, event.update_order) > (lineage.occurred_at, lineage.update_order)
    and (
        event.kind in ('message', 'call', 'publish', 'conceal', 'macro') and event.actor_kind = 'person'
        and event.channel <> 'merge'
        or event.kind in ('set', 'change') and event.field = 'group'
    );

-- The merge itself moves the contact into the target's group, where the two differ.
insert into mirrored_event
select
    merge_event.* replace (
        lineage.source_id as ticket_id,
        merge_event.event_id || ':group@' || lineage.source_id as event_id,
        2 as phase,                       -- after all else in that update, rules' work too
        'change' as kind,
        'group' as field,
        coalesce(target_group.group_id, '?') as value,
        source_group.group_id as previous_value
    ),
    lineage.via_id, null, lineage.merge_event_id, false
from lineage
join staged_event merge_event
    on merge_event.ticket_id = lineage.via_id and merge_event.event_id = lineage.merge_event_id
join group_at_merge source_group
    on (source_group.ticket_id, source_group.occurred_at, source_group.update_order)
    = (lineage.via_id, lineage.occurred_at, lineage.update_order)
join group_at_merge target_group
    on (target_group.ticket_id, target_group.occurred_at, target_group.update_order)
    = (lineage.target_id, lineage.occurred_at, lineage.update_order)
where target_group.group_id is distinct from source_group.group_id;

-- The words that came in with a merged ticket: its contacts', never its agents', whose replies were no replies here.
insert into mirrored_event
select
    event.* replace (
        lineage.target_id as ticket_id,
        event.event_id || '@' || lineage.target_id as event_id,
        merge_event.update_id as update_id,
        lineage.update_order as update_order,
        lineage.occurred_at as occurred_at,
        0 as turn,
        0 as phase,
        row_number() over (
            partition by lineage.source_id, lineage.target_id
            order by event.occurred_at, event.update_order, event.turn, event.update_id, event.phase, event.position
        )::integer as position,
        null::varchar as conversation_id
    ),
    event.ticket_id, event.event_id, null, true
from lineage
join staged_event merge_event
    on merge_event.ticket_id = lineage.via_id and merge_event.event_id = lineage.merge_event_id
join staged_event event on event.ticket_id = lineage.source_id
left join did_internal_work on did_internal_work.ticket_id = event.ticket_id and did_internal_work.person_id = event.actor_id
where
    lineage.target_id in (select ticket_id from ticket_begin)
    and event.kind = 'message' and event.actor_kind = 'person' and event.channel <> 'merge'
    and (event.occurred_at, event.update_order) <= (lineage.occurred_at, lineage.update_order)
    and (
        (event.ticket_id, event.actor_id) in (select (ticket_id, person_id) from asking_person)
        or did_internal_work.person_id is null and event.actor_id not in (select person_id from internal_person)
    );
