-- immediately: the next event of the named kind after the trigger is the wanted one.
with
later as (           -- the events of the kind from the trigger's step on; a mirrored one counts only where it is wanted
    select
        instance.ticket_id,
        instance.trigger_position,
        signal.position,
        signal.moment,
        signal.unknown_reason,
        signal.moment = instance.trigger_moment as tied,
        {{ wanted }} as wanted,
        {{ among }} and (wanted or not signal.mirrored) as counts
    from instance
    join signal
        on signal.ticket_id = instance.ticket_id
        and signal.moment >= instance.trigger_moment
        and signal.position <> instance.trigger_position
),
next_one as (
    select
        ticket_id,
        trigger_position,
        min(moment) filter (where counts and not tied) as next_moment,
        min(position) filter (where counts and not tied) as next_position
    from later
    group by all
),
perhaps_next as (    -- all that may be the next one: up to the step in which there surely is one
    select
        ticket_id,
        trigger_position,
        bool_and(wanted is not null and wanted) as all_wanted,
        bool_and(wanted is not null and not wanted) as none_wanted,
        arg_min(unknown_reason, position) filter (where wanted is null or counts is null) as unknown_reason
    from later
    join next_one using (ticket_id, trigger_position)
    where counts is not false and moment <= next_one.next_moment
    group by all
),
judged as (
    select
        instance.* exclude (next_moment),
        next_one.next_moment as answer_moment,
        next_position,
        all_wanted,
        none_wanted,
        perhaps_next.unknown_reason,
        next_event.clock_{{ clock }} - trigger_clock as next_elapsed,
        case
            when $missing::varchar is not null then 'indeterminate'
            when next_position is null then 'pending'
            when all_wanted then 'complied'
            when none_wanted then 'violated'
            else 'indeterminate'
        end as found_verdict,
        found_verdict = 'violated' and coalesce(possible_release_moment <= answer_moment, false) as perhaps_released
    from instance
    left join next_one using (ticket_id, trigger_position)
    left join perhaps_next using (ticket_id, trigger_position)
    left join signal as next_event on next_event.ticket_id = instance.ticket_id and next_event.position = next_position
)
select
    ticket_id,
    trigger_position,
    case when perhaps_released then 'indeterminate' else found_verdict end as verdict,
    verdict in ('complied', 'violated') as final,
    false as repaired,
    case
        when verdict <> 'indeterminate' then null
        when perhaps_released then possible_release_reason
        else coalesce($missing::varchar, unknown_reason, 'order-ambiguous')
    end as reason,
    case when next_position is null then [] else [next_position] end as witness,
    next_position as act_position,
    null::bigint as end_position,
    null::bigint as due_clock,
    coalesce(next_elapsed, $as_of_clock - trigger_clock) as elapsed
from judged
where release_moment is null or answer_moment < release_moment
