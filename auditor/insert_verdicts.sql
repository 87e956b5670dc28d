insert into verdict_row by name
with
word as (
-- {{ verdicts }}
),
due as (             -- the instant at which the limit is used up, on the duty's clock
    select
        word.*,
        case
            when due_clock is null then null
            when $clock::varchar = 'wall' then make_timestamp(due_clock)
            else make_timestamp(segment.starts_at + due_clock - segment.open_before)
        end as due_at
    from word
    asof left join (select * from schedule_segment where schedule = $clock::varchar) as segment
        on due_clock >= segment.open_before
),
doubted as (         -- what the history itself leaves open outranks what the word says
    select
        due.* exclude (verdict, final, repaired, reason),
        instance.* exclude (ticket_id, trigger_position),
        due.verdict as judged,
        due.final as judged_final,
        due.repaired as judged_repaired,
        due.reason as judged_reason,
        case
            when not ticket.complete and (due.verdict <> 'complied' or $looks_back) then 'history-incomplete'
            when foreign_time and ($allowed::bigint is not null or due.verdict <> 'complied') then 'foreign-timestamps'
            when doubt is not null then doubt
            when ticket.gaps > 0
                and not (due.verdict = 'complied' and $complied_by_presence)
                and not (due.verdict = 'violated' and $violated_by_presence) then 'rows-unreadable'
            when due.verdict = 'violated' and act_position is null and list_contains(ticket.snapshot_differs, 'group')
                then 'history-contradicts-snapshot'
            when due.verdict in ('violated', 'pending') and act_position is null and not ticket.merge_followed then 'merged-away'
            when ticket.deleted and due.verdict = 'pending' then 'ticket-deleted'
            when ticket.deleted and due.verdict = 'violated' and act_position is null
                and due.due_at >= coalesce(ticket.updated_at, ticket.last_at) then 'ticket-deleted'
        end as unsure
    from due
    join instance using (ticket_id, trigger_position)
    join ticket using (ticket_id)
)
select
    $pack as pack,
    $policy as policy,
    $duty as duty,
    ticket_id,
    opening_event_id,
    opening_position,
    trigger_event_id,
    trigger_position,
    trigger_at,
    case when unsure is null then judged else 'indeterminate' end as verdict,
    judged_final and unsure is null as final,
    judged_repaired and unsure is null as repaired,
    coalesce(unsure, judged_reason) as reason,
    coalesce(witness, []) as witness,
    act_position,
    end_position,
    due_at,
    elapsed,
    $allowed::bigint as allowed,
    $clock::varchar as clock
from doubted
