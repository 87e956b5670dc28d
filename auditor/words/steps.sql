-- steps: the steps happen in this order, each strictly after the one before; the earliest chain is judged.
{% macro ended_before(release) %}
        coalesce(every_step_met and last_moment < {{ release }}_moment, false) or {{ release }}_after_the_end
{%- endmacro %}
with
closed as (          -- the closing of the ticket, after which a step without a limit counts no more
    select
        instance.ticket_id,
        instance.trigger_position,
        min(signal.position) as closed_position,
        min(signal.moment) as closed_moment,
        min(signal.update_position) as closed_update
    from instance
    join signal
        on signal.ticket_id = instance.ticket_id and signal.moment > instance.trigger_moment and signal.s__closed
    group by all
),
waited as (
    select
        instance.*,
        closed.* exclude (ticket_id, trigger_position),
        {% for release in ("release", "possible_release") %}
        {{ release }}.clock_{{ clock }} - trigger_clock as {{ release }}_elapsed{{ "," if not loop.last }}
        {% endfor %}
    from instance
    left join closed using (ticket_id, trigger_position)
    {% for release in ("release", "possible_release") %}
    left join signal as {{ release }} on {{ release }}.ticket_id = instance.ticket_id and {{ release }}.position = {{ release }}_position
    {% endfor %}
),
later as (           -- every event from the trigger's step on, apart from the trigger itself: which step it is, which it may be
    select
        waited.ticket_id,
        waited.trigger_position,
        signal.position,
        signal.moment,
        signal.unknown_reason,
        signal.moment > waited.trigger_moment as sure_order,
        signal.clock_{{ clock }} - waited.trigger_clock as elapsed,
        {% for step in steps %}
        {{ step.signal }} as is_{{ loop.index }},
        {{ "elapsed <= " ~ step.allowed if step.limited == "true" else "signal.update_position <= coalesce(waited.closed_update, signal.update_position)" }}
            as in_time_{{ loop.index }}{{ "," if not loop.last }}
        {% endfor %}
    from waited
    join signal
        on signal.ticket_id = waited.ticket_id
        and signal.moment >= waited.trigger_moment
        and signal.position <> waited.trigger_position
),
sure_0 as (select ticket_id, trigger_position, trigger_moment as moment from instance),
perhaps_0 as (select ticket_id, trigger_position, trigger_moment as moment, trigger_position as taken from instance),
{% for step in steps %}
sure_{{ loop.index }} as (         -- the earliest sure event of this step after the sure chain so far
    select ticket_id, trigger_position, later.position, later.moment, later.elapsed, in_time_{{ loop.index }} as in_time
    from sure_{{ loop.index0 }} as before
    join later using (ticket_id, trigger_position)
    where is_{{ loop.index }} and sure_order and later.moment > before.moment
    qualify row_number() over (partition by ticket_id, trigger_position order by later.position) = 1
),
perhaps_{{ loop.index }} as (      -- the earliest step of the ticket that may hold it in time; an event is not two steps
    select ticket_id, trigger_position, moment, case when count(*) = 1 then min(position) end as taken
    from (
        select ticket_id, trigger_position, later.position, later.moment
        from perhaps_{{ loop.index0 }} as before
        join later using (ticket_id, trigger_position)
        where is_{{ loop.index }} is not false and in_time_{{ loop.index }}
            and (later.moment > before.moment or (later.moment = before.moment and later.position is distinct from before.taken))
        qualify later.moment = min(later.moment) over (partition by ticket_id, trigger_position)
    )
    group by all
),
{% endfor %}
chain as (           -- one row per step
    {% for step in steps %}
    select
        waited.*,
        {{ loop.index }} as step,
        reached.position as reached_position,
        reached.moment as reached_moment,
        reached.elapsed as reached_elapsed,
        {{ step.allowed }}::bigint as step_allowed,
        coalesce(reached.in_time, false) as met
    from waited
    left join sure_{{ loop.index }} as reached using (ticket_id, trigger_position)
    {{ "union all" if not loop.last }}
    {% endfor %}
),
counted as (
    select
        ticket_id,
        trigger_position,
        bool_and(met) as every_step_met,
        bool_or(not met and step_allowed is not null and $as_of_clock - trigger_clock > step_allowed) as expired,
        bool_or(not met and step_allowed is null and closed_position is not null) as closed_open,
        count(reached_position) = {{ steps | length }} as complete,
        max(reached_position) as last_position,
        max(reached_moment) as last_moment,
        max(reached_elapsed) as last_elapsed,
        list(reached_position order by step) filter (where reached_position is not null) as found,
        min(step_allowed) filter (where not met) as first_allowed,
        {% for release in ("release", "possible_release") %}
        coalesce(bool_or(
            (not met or reached_moment >= {{ release }}_moment)
            and case when step_allowed is null then closed_moment < {{ release }}_moment else {{ release }}_elapsed > step_allowed end
        ), false) as {{ release }}_after_the_end{{ "," if not loop.last }}
        {% endfor %}
    from chain
    group by ticket_id, trigger_position
),
unknown as (         -- the first event of any step that cannot be told
    select ticket_id, trigger_position, arg_min(unknown_reason, position) as unknown_step
    from later
    where sure_order and ({% for step in steps %}(is_{{ loop.index }} is null and in_time_{{ loop.index }}){{ " or " if not loop.last }}{% endfor %})
    group by all
),
judged as (
    select
        waited.*,
        counted.* exclude (ticket_id, trigger_position),
        unknown_step,
        case
            when every_step_met then 'complied'
            when $missing::varchar is not null then 'indeterminate'
            when not expired and not closed_open then 'pending'
            when false
                {% for step in steps %}
                or (perhaps_{{ loop.index }}.moment is not null
                    {% for rest in steps[loop.index:] %}
                    and {{ "$as_of_clock - trigger_clock <= " ~ rest.allowed if rest.limited == "true" else "closed_position is null" }}
                    {% endfor %})
                {% endfor %}
                then 'indeterminate'     -- a chain that may be there, or may still come to its end
            else 'violated'
        end as found_verdict,
        found_verdict = 'violated' and possible_release_moment is not null and not ({{ ended_before("possible_release") }}) as perhaps_released
    from waited
    join counted using (ticket_id, trigger_position)
    left join unknown using (ticket_id, trigger_position)
    {% for step in steps %}
    left join perhaps_{{ loop.index }} using (ticket_id, trigger_position)
    {% endfor %}
    where release_moment is null or {{ ended_before("release") }}
)
select
    ticket_id,
    trigger_position,
    case when perhaps_released then 'indeterminate' else found_verdict end as verdict,
    verdict in ('complied', 'violated') as final,
    verdict = 'violated' and complete as repaired,
    case
        when verdict <> 'indeterminate' then null
        when perhaps_released then possible_release_reason
        else coalesce($missing::varchar, unknown_step, 'order-ambiguous')
    end as reason,
    coalesce(found, []) as witness,
    case when every_step_met then last_position end as act_position,
    case when not every_step_met and closed_open and not expired then closed_position end as end_position,
    trigger_clock + first_allowed as due_clock,
    coalesce(case when complete then last_elapsed end, $as_of_clock - trigger_clock) as elapsed
from judged
