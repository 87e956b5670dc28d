-- must_never: after the trigger no such event, until the window ends.
with
candidate as (       -- what may break it: sure or possible, in the order of the ticket
    select
        instance.ticket_id,
        instance.trigger_position,
        instance.trigger_moment,
        signal.position,
        signal.moment,
        signal.update_position,
        signal.unknown_reason,
        signal.clock_{{ clock }} - instance.trigger_clock as elapsed,
        {{ breach }} as broken,
        {% if tolerated %}
        coalesce({{ tolerated }}, false) and row_number() over (
            partition by instance.ticket_id, instance.trigger_position, coalesce({{ tolerated }}, false) order by signal.position
        ) <= {{ times }} as tolerated
        {% else %}
        false as tolerated
        {% endif %}
    from instance
    join signal
        on signal.ticket_id = instance.ticket_id
        and signal.moment >= instance.trigger_moment
        and signal.position <> instance.trigger_position
        and not signal.mirrored
        and {{ breach }} is not false
    where true
    {% if tolerated %}
        and signal.moment > instance.trigger_moment
    {% endif %}
    {% if apart_from_closing %}
        and signal.update_position is distinct from instance.closing_carrier
    {% endif %}
),
ending as (          -- the first sure and the first possible end of the window
    select
        instance.ticket_id,
        instance.trigger_position,
        min(signal.moment) filter (where {{ until or "false" }}) as until_moment,
        min(signal.position) filter (where {{ until or "false" }} or {{ through or "false" }}) as sure_end,
        min(signal.update_position) filter (where {{ through or "false" }}) as through_update,
        min(signal.position) filter (where {{ until or "false" }} is null or {{ through or "false" }} is null) as possible_end
    from instance
    join signal on signal.ticket_id = instance.ticket_id and signal.moment > instance.trigger_moment
    group by all
),
placed as (          -- where each candidate lies: inside the window, at its edge, or outside
    select
        candidate.*,
        coalesce(candidate.moment = candidate.trigger_moment, false)
            or coalesce(candidate.moment = until_moment, false)
            or coalesce(candidate.position > possible_end, false) as at_edge,
        candidate.moment <= coalesce(until_moment, candidate.moment)
            and candidate.update_position <= coalesce(through_update, candidate.update_position)
            and candidate.moment < coalesce(instance.next_moment, candidate.moment + 1)
            and candidate.moment < coalesce(instance.release_moment, candidate.moment + 1)
            {{ "and candidate.elapsed <= $allowed" if limited }} as inside
    from candidate
    join instance using (ticket_id, trigger_position)
    left join ending using (ticket_id, trigger_position)
    where not tolerated
),
first_breach as (
    select
        ticket_id,
        trigger_position,
        min(position) filter (where broken and not at_edge) as sure,
        min(position) filter (where broken is null or at_edge) as possible,
        arg_min(case when broken then 'order-ambiguous' else unknown_reason end, position)
            filter (where broken is null or at_edge) as possible_reason
    from placed
    where inside
    group by all
),
judged as (
    select
        instance.*,
        sure,
        possible,
        possible_reason,
        sure_end,
        next_moment is not null or sure_end is not null
            {{ "or $as_of_clock - trigger_clock > $allowed" if limited }} as over,
        breaking.clock_{{ clock }} - trigger_clock as breaking_elapsed,
        ender.clock_{{ clock }} - trigger_clock as ending_elapsed
    from instance
    left join first_breach using (ticket_id, trigger_position)
    left join ending using (ticket_id, trigger_position)
    left join signal as breaking on breaking.ticket_id = instance.ticket_id and breaking.position = sure
    left join signal as ender on ender.ticket_id = instance.ticket_id and ender.position = sure_end
)
select
    ticket_id,
    trigger_position,
    case
        when sure is not null and $end_missing::varchar is not null then 'indeterminate'
        when sure is not null then 'violated'
        when $missing::varchar is not null or possible is not null then 'indeterminate'
        else 'complied'
    end as verdict,
    verdict = 'violated' or (verdict = 'complied' and over) as final,
    false as repaired,
    case
        when verdict <> 'indeterminate' then null
        when sure is not null then $end_missing::varchar
        else coalesce($missing::varchar, possible_reason)
    end as reason,
    case
        when sure is not null then [sure]
        when possible is not null then [possible]
        when sure_end is not null then [sure_end]
        else []
    end as witness,
    case when verdict = 'violated' then sure when verdict = 'complied' then sure_end end as act_position,
    null::bigint as end_position,
    {{ "trigger_clock + $allowed" if limited else "null::bigint" }} as due_clock,
    coalesce(breaking_elapsed, ending_elapsed, $as_of_clock - trigger_clock) as elapsed
from judged
where release_moment is null or verdict = 'violated'
