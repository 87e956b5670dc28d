-- must: every trigger is answered by all the targets, in any order, within the limit.
with
answer as (          -- per target: the first sure and the first possible answer, and one in the trigger's own step
    {% for target in targets %}
    select
        instance.ticket_id,
        instance.trigger_position,
        min(signal.position) filter (where {{ target }} and {{ after }}) as sure,
        min(signal.position) filter (where {{ target }} is null and {{ after }}) as possible,
        coalesce(bool_or({{ target }} is not false and {{ tied }}), false) as tied
    from instance
    left join signal on signal.ticket_id = instance.ticket_id
    group by all
    {{ "union all" if not loop.last }}
    {% endfor %}
),
answered as (
    select
        ticket_id,
        trigger_position,
        count(sure) = count(*) as all_sure,
        max(sure) as last_sure,
        bool_and(coalesce(sure, possible) is not null) as all_possible,
        max(least(sure, possible)) as last_possible,
        bool_and(coalesce(sure, possible) is not null or tied) and bool_or(tied) as all_with_ties,
        list(distinct sure order by sure) filter (where sure is not null) as found
    from answer
    group by all
),
ending as (          -- the event that ends the wait, and the closing of the ticket after which nothing comes
    select
        instance.ticket_id,
        instance.trigger_position,
        min(signal.position) filter (where {{ before or "false" }}) as ending_position,
        min(signal.position) filter (where s__closed) as closed_position
    from instance
    join signal on signal.ticket_id = instance.ticket_id and signal.moment > instance.trigger_moment
    group by all
),
measured as (
    select
        instance.*,
        answered.* exclude (ticket_id, trigger_position),
        ending_position,
        closed_position,
        greatest(sure.clock_{{ clock }} - trigger_clock, 0) as sure_elapsed,
        greatest(possible.clock_{{ clock }} - trigger_clock, 0) as possible_elapsed,
        ender.clock_{{ clock }} - trigger_clock as ending_elapsed,
        sure.moment as sure_moment,
        possible.moment as possible_moment,
        ender.moment as ending_moment,
        case when possible.position = last_sure then 'order-ambiguous' else possible.unknown_reason end as possible_reason,
        release.clock_{{ clock }} - trigger_clock as release_elapsed
    from instance
    join answered using (ticket_id, trigger_position)
    left join ending using (ticket_id, trigger_position)
    left join signal as sure on sure.ticket_id = instance.ticket_id and all_sure and sure.position = last_sure
    left join signal as possible on possible.ticket_id = instance.ticket_id and all_possible and possible.position = last_possible
    left join signal as ender on ender.ticket_id = instance.ticket_id and ender.position = ending_position
    left join (select distinct ticket_id, moment, clock_{{ clock }} from signal) as release
        on release.ticket_id = instance.ticket_id and release.moment = instance.release_moment
),
judged as (
    select
        *,
        all_sure
            {{ "and sure_elapsed <= $allowed" if limited }}
            and (ending_moment is null or sure_moment < ending_moment) as met,
        all_possible
            {{ "and possible_elapsed <= $allowed" if limited }}
            and (ending_moment is null or possible_moment <= ending_moment) as maybe_met,
        ending_position is not null
            or {{ "$as_of_clock - trigger_clock > $allowed" if limited else "closed_position is not null" }} as over
    from measured
)
select
    ticket_id,
    trigger_position,
    case
        when met then 'complied'
        when $missing::varchar is not null then 'indeterminate'
        when not over then 'pending'
        when maybe_met or all_with_ties then 'indeterminate'
        else 'violated'
    end as verdict,
    verdict in ('complied', 'violated') as final,
    verdict = 'violated' and all_sure as repaired,
    case
        when verdict <> 'indeterminate' then null
        when $missing::varchar is not null then $missing::varchar
        when maybe_met then possible_reason
        else 'order-ambiguous'
    end as reason,
    case when found is null and over and ending_position is not null then [ending_position] else coalesce(found, []) end as witness,
    case when met then last_sure end as act_position,
    case when not met and over then {{ "ending_position" if limited else "coalesce(ending_position, closed_position)" }} end as end_position,
    {{ "trigger_clock + $allowed" if limited else "null::bigint" }} as due_clock,
    coalesce(case when all_sure then sure_elapsed end, ending_elapsed, $as_of_clock - trigger_clock) as elapsed
from judged
where release_moment is null                            -- released while it was still owed: no row
    or (met and sure_moment < release_moment)
    or (ending_moment < release_moment)
    {{ "or release_elapsed > $allowed" if limited }}
