-- immediately: the next event of the named kind after the trigger is the wanted one.
with
next_one as (        -- the step in which the next such event lies, surely and possibly
    select
        instance.ticket_id,
        instance.trigger_position,
        min(signal.moment) filter (where {{ among }}) as sure_moment,
        min(signal.moment) filter (where {{ among }} is null) as possible_moment,
        coalesce(bool_or(signal.moment = instance.trigger_moment and {{ among }}), false) as tied
    from instance
    join signal
        on signal.ticket_id = instance.ticket_id
        and signal.moment >= instance.trigger_moment
        and signal.position <> instance.trigger_position
        and (signal.moment > instance.trigger_moment or {{ among }})
    group by all
),
judged as (
    select
        instance.*,
        tied,
        possible_moment,
        sure_moment,
        min(signal.position) filter (where {{ among }}) as position,
        min(signal.clock_{{ clock }} - instance.trigger_clock) as next_elapsed,
        count(*) filter (where {{ among }}) as met_with,
        count(*) filter (where {{ among }} and {{ wanted }}) as wanted,
        count(*) filter (where {{ among }} and {{ wanted }} is null) as unknown,
        max(signal.unknown_reason) as unknown_reason
    from instance
    left join next_one using (ticket_id, trigger_position)
    left join signal
        on signal.ticket_id = instance.ticket_id
        and signal.moment = case when tied then trigger_moment else sure_moment end
        and {{ among }}
        and signal.position <> trigger_position
    group by all
)
select
    ticket_id,
    trigger_position,
    case
        when met_with = 0 and $missing::varchar is null then 'pending'
        when $missing::varchar is not null or tied or possible_moment < sure_moment then 'indeterminate'
        when wanted = met_with then 'complied'
        when wanted + unknown = 0 then 'violated'
        else 'indeterminate'
    end as verdict,
    verdict in ('complied', 'violated') as final,
    false as repaired,
    case
        when verdict <> 'indeterminate' then null
        when $missing::varchar is not null then $missing::varchar
        when tied then 'order-ambiguous'
        when possible_moment < sure_moment then 'author-role-unknown'
        when unknown > 0 then unknown_reason
        else 'order-ambiguous'
    end as reason,
    case when position is null then [] else [position] end as witness,
    position as act_position,
    null::bigint as end_position,
    null::bigint as due_clock,
    coalesce(next_elapsed, $as_of_clock - trigger_clock) as elapsed
from judged
where release_moment is null or sure_moment < release_moment
