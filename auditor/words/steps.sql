-- steps: the steps happen in this order, each strictly after the one before; the earliest chain is judged.
with
step_0 as (select *, trigger_moment as reached_moment, null::bigint as reached_position from instance),
{% for step in steps %}
step_{{ loop.index }} as (
    select
        before.* exclude (reached_moment, reached_position),
        arg_min(signal.moment, signal.position) filter (where {{ step.signal }}) as reached_moment,
        min(signal.position) filter (where {{ step.signal }}) as reached_position,
        min(signal.position) filter (where {{ step.signal }} is null) as possible_{{ loop.index }}
    from step_{{ loop.index0 }} as before
    left join signal on signal.ticket_id = before.ticket_id and signal.moment > before.reached_moment
    group by all
),
reached_{{ loop.index }} as (
    select
        step_{{ loop.index }}.ticket_id,
        step_{{ loop.index }}.trigger_position,
        reached_position,
        possible_{{ loop.index }} as possible_position,
        signal.clock_{{ clock }} - trigger_clock as elapsed,
        {{ step.limited }} as limited
    from step_{{ loop.index }}
    left join signal on signal.ticket_id = step_{{ loop.index }}.ticket_id and signal.position = reached_position
),
{% endfor %}
chain as (
    {% for step in steps %}
    select
        ticket_id,
        trigger_position,
        {{ loop.index }} as step,
        reached_position,
        possible_position,
        elapsed,
        reached_position is not null {{ "and elapsed <= " + step.allowed if step.limited == "true" }} as met,
        {{ "elapsed > " + step.allowed if step.limited == "true" else "false" }} as late,
        {{ step.allowed }}::bigint as allowed
    from reached_{{ loop.index }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),
judged as (
    select
        instance.*,
        bool_and(chain.met) as met,
        bool_or(not chain.met and $as_of_clock - instance.trigger_clock > chain.allowed) as over,
        bool_or(not chain.met and chain.possible_position is not null) as maybe,
        max(chain.reached_position) as last_position,
        count(chain.reached_position) = {{ steps | length }} as complete,
        max(chain.elapsed) as reached_elapsed,
        list(chain.reached_position order by chain.step) filter (where chain.reached_position is not null) as found,
        min(chain.allowed) filter (where not chain.met) as first_allowed
    from instance
    join chain using (ticket_id, trigger_position)
    group by all
),
closed as (
    select instance.ticket_id, instance.trigger_position, min(signal.position) as closed_position
    from instance
    join signal on signal.ticket_id = instance.ticket_id and signal.position > instance.trigger_position and signal.s__closed
    group by all
)
select
    judged.ticket_id,
    judged.trigger_position,
    case
        when met then 'complied'
        when $missing::varchar is not null then 'indeterminate'
        when not coalesce(over, false) and closed_position is null then 'pending'
        when maybe then 'indeterminate'
        else 'violated'
    end as verdict,
    verdict in ('complied', 'violated') as final,
    verdict = 'violated' and complete as repaired,
    case when verdict = 'indeterminate' then coalesce($missing::varchar, 'not-recorded') end as reason,
    coalesce(found, []) as witness,
    case when met then last_position end as act_position,
    case when not met and not coalesce(over, false) then closed_position end as end_position,
    trigger_clock + first_allowed as due_clock,
    coalesce(case when complete then reached_elapsed end, $as_of_clock - trigger_clock) as elapsed
from judged
left join closed using (ticket_id, trigger_position)
where release_moment is null or met
