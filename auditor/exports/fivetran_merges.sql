-- fivetran_merges: which ticket went into which, and when. A merge closes the ticket that is merged away at that instant.

create temp table merge_told as
with
listed as (
    select ticket_id as holder_id, unnest(merged_ids) as other_id from known_ticket where len(merged_ids) > 0
),
directed as (                             -- the list stands on the ticket that took the others in; a merged ticket is closed
    select
        case when other.status not in ('closed', 'deleted') and holder.status = 'closed' then holder_id else other_id end
            as source_id,
        case when other.status not in ('closed', 'deleted') and holder.status = 'closed' then other_id else holder_id end
            as target_id
    from listed
    join known_ticket holder on holder.ticket_id = holder_id
    left join known_ticket other on other.ticket_id = other_id
),
written as (                              -- the sentence that the merge writes on the ticket it closes
    select
        ticket_id as source_id,
        regexp_extract(body, '(?i)merged into (?:the )?(?:request|ticket) #?(\d+)', 1) as target_id
    from plain_comment
    where regexp_matches(body, '(?i)\bwas closed and merged into (the )?(request|ticket) #?\d+')
)
select distinct source_id, target_id
from (select * from directed union all select * from written)
where source_id <> target_id and source_id in (select ticket_id from known_ticket);

create temp table merge_moment as
select merge_told.source_id, merge_told.target_id, min(plain_field.occurred_at) as occurred_at
from merge_told join plain_field on plain_field.ticket_id = merge_told.source_id
where plain_field.field = 'status' and plain_field.value = 'closed'
group by all;

create temp table merge_event as          -- by whom: by who closed it, else by who wrote on it at that instant
select
    merge_moment.*,
    arg_min(plain_field.file, plain_field.line) as file, min(plain_field.line) as line,
    coalesce(max(plain_field.user_id), max(plain_comment.user_id)) as user_id
from merge_moment
join plain_field on plain_field.ticket_id = source_id and plain_field.occurred_at = merge_moment.occurred_at
    and plain_field.field = 'status' and plain_field.value = 'closed'
left join plain_comment on plain_comment.ticket_id = source_id and plain_comment.occurred_at = merge_moment.occurred_at
group by all;

create temp table merge_comment as        -- what the merge itself wrote, on either ticket
select plain_comment.event_id
from plain_comment join merge_event
    on merge_event.source_id = plain_comment.ticket_id and merge_event.occurred_at = plain_comment.occurred_at
where regexp_matches(body, '(?i)\bmerged into\b')
union
select plain_comment.event_id
from plain_comment join merge_event on merge_event.target_id = plain_comment.ticket_id
    and abs(epoch(merge_event.occurred_at) - epoch(plain_comment.occurred_at)) <= 2
where regexp_matches(body, '(?i)\bmerged into\b') and regexp_matches(body, '#' || source_id || '\b');
