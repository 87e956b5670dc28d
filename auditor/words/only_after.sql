-- only_after: every trigger has an earlier ground.
with
ground as (
    select
        instance.ticket_id,
        instance.trigger_position,
        max(signal.position) filter (where {{ ground }} and {{ earlier }}) as sure,
        max(signal.position) filter (where {{ ground }} is null and {{ earlier }}) as possible,
        max(signal.position) filter (where {{ ground }} is not false and {{ tied }}) as tied
    from instance
    join signal on signal.ticket_id = instance.ticket_id
    group by all
),
judged as (
    select instance.*, sure, possible, tied, grounding.clock_{{ clock }} as ground_clock, perhaps.unknown_reason
    from instance
    left join ground using (ticket_id, trigger_position)
    left join signal as grounding on grounding.ticket_id = instance.ticket_id and grounding.position = sure
    left join signal as perhaps on perhaps.ticket_id = instance.ticket_id and perhaps.position = possible
)
select
    ticket_id,
    trigger_position,
    case
        when sure is not null then 'complied'
        when $missing::varchar is not null or possible is not null or tied is not null then 'indeterminate'
        else 'violated'
    end as verdict,
    verdict <> 'indeterminate' as final,
    false as repaired,
    case
        when verdict <> 'indeterminate' then null
        else coalesce($missing::varchar, unknown_reason, 'order-ambiguous')
    end as reason,
    list_filter([coalesce(sure, possible, tied)], lambda found: found is not null) as witness,
    trigger_position as act_position,
    null::bigint as end_position,
    null::bigint as due_clock,
    trigger_clock - ground_clock as elapsed
from judged
