-- must: every trigger is answered by all the targets, in any order, within the limit.
{% macro decided_before(release) %}
        coalesce(met and last_moment < {{ release }}_moment, false)
            or coalesce(ending_moment < {{ release }}_moment, false)
            or coalesce({{ release ~ "_elapsed > $allowed" if limited else "closed_moment < " ~ release ~ "_moment" }}, false)
{%- endmacro %}
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
ending as (          -- the event that ends the wait, one that may, and the closing of the ticket after which nothing counts
    select
        instance.ticket_id,
        instance.trigger_position,
        {% if before %}
        min(signal.position) filter (
            where {{ before }} and signal.moment > instance.trigger_moment
            {{ "and signal.clock_" ~ clock ~ " - instance.trigger_clock <= $allowed" if limited }}
        ) as ending_position,
        min(signal.position) filter (
            where case when signal.moment > instance.trigger_moment then {{ before }} is null else {{ before }} is not false end
        ) as possible_ending,
        {% else %}
        null::bigint as ending_position,
        null::bigint as possible_ending,
        {% endif %}
        {% if limited %}
        null::bigint as closed_position
        {% else %}
        min(signal.position) filter (where s__closed and signal.moment > instance.trigger_moment) as closed_position
        {% endif %}
    from instance
    join signal
        on signal.ticket_id = instance.ticket_id
        and signal.moment >= instance.trigger_moment
        and signal.position <> instance.trigger_position
    group by all
),
waited as (
    select
        instance.*,
        ending_position,
        closed_position,
        ender.moment as ending_moment,
        ender.clock_{{ clock }} - trigger_clock as ending_elapsed,
        perhaps.moment as possible_ending_moment,
        case when perhaps.moment > trigger_moment then perhaps.unknown_reason end as possible_ending_reason,
        closer.moment as closed_moment,
        closer.update_position as closed_update
    from instance
    left join ending using (ticket_id, trigger_position)
    left join signal as ender on ender.ticket_id = instance.ticket_id and ender.position = ending_position
    left join signal as perhaps on perhaps.ticket_id = instance.ticket_id and perhaps.position = possible_ending
    left join signal as closer on closer.ticket_id = instance.ticket_id and closer.position = closed_position
),
placed as (          -- per target: whether its answers lie before the limit and before whatever ends the wait
    select
        answer.*,
        sure.moment as sure_moment,
        greatest(sure.clock_{{ clock }} - trigger_clock, 0) as sure_elapsed,
        possible_ending_moment <= sure.moment as after_possible_ending,
        sure.position is not null
            {{ "and sure_elapsed <= $allowed" if limited else "and sure.update_position <= coalesce(closed_update, sure.update_position)" }}
            and sure.moment <= coalesce(ending_moment, sure.moment) as sure_in_time,
        sure_in_time
            and sure.moment < coalesce(ending_moment, sure.moment + 1)
            and not coalesce(after_possible_ending, false) as answered,
        unsure.position is not null
            {{ "and unsure.clock_" ~ clock ~ " - trigger_clock <= $allowed" if limited else "and unsure.update_position <= coalesce(closed_update, unsure.update_position)" }}
            and unsure.moment <= coalesce(ending_moment, unsure.moment) as possible_in_time
    from answer
    join waited using (ticket_id, trigger_position)
    left join signal as sure on sure.ticket_id = answer.ticket_id and sure.position = answer.sure
    left join signal as unsure on unsure.ticket_id = answer.ticket_id and unsure.position = answer.possible
),
answered as (
    select
        ticket_id,
        trigger_position,
        bool_and(answered) as met,
        bool_and(sure_in_time or possible_in_time or tied) as maybe_met,
        count(sure) = count(*) as all_sure,
        max(sure) as last_sure,
        max(sure_moment) as last_moment,
        max(sure_elapsed) as last_elapsed,
        min(possible) filter (where possible_in_time and not answered) as unknown_position,
        bool_or(sure_in_time and not answered and coalesce(after_possible_ending, false)) as perhaps_ended,
        list(distinct sure order by sure) filter (where sure is not null) as found
    from placed
    group by all
),
measured as (
    select
        waited.*,
        answered.* exclude (ticket_id, trigger_position),
        unsure.unknown_reason as unknown_answer,
        ending_position is not null
            or {{ "$as_of_clock - trigger_clock > $allowed" if limited else "closed_position is not null" }} as over,
        {% for release in ("release", "possible_release") %}
        {{ release }}.clock_{{ clock }} - trigger_clock as {{ release }}_elapsed{{ "," if not loop.last }}
        {% endfor %}
    from waited
    join answered using (ticket_id, trigger_position)
    left join signal as unsure on unsure.ticket_id = waited.ticket_id and unsure.position = unknown_position
    {% for release in ("release", "possible_release") %}
    left join signal as {{ release }} on {{ release }}.ticket_id = waited.ticket_id and {{ release }}.position = {{ release }}_position
    {% endfor %}
),
judged as (
    select
        *,
        case
            when met then 'complied'
            when $missing::varchar is not null then 'indeterminate'
            when not over then 'pending'
            when maybe_met then 'indeterminate'
            else 'violated'
        end as found_verdict,
        found_verdict = 'violated' and possible_release_moment is not null and not ({{ decided_before("possible_release") }}) as perhaps_released
    from measured
    where release_moment is null or {{ decided_before("release") }}   -- released while it was still owed: no row
)
select
    ticket_id,
    trigger_position,
    case when perhaps_released then 'indeterminate' else found_verdict end as verdict,
    verdict in ('complied', 'violated') as final,
    verdict = 'violated' and all_sure as repaired,
    case
        when verdict <> 'indeterminate' then null
        when perhaps_released then possible_release_reason
        when $missing::varchar is not null then $missing::varchar
        when unknown_answer is not null then unknown_answer
        when perhaps_ended then coalesce(possible_ending_reason, 'order-ambiguous')
        else 'order-ambiguous'
    end as reason,
    case when found is null and ending_position is not null then [ending_position] else coalesce(found, []) end as witness,
    case when met then last_sure end as act_position,
    case when not met then coalesce(ending_position, closed_position) end as end_position,
    {{ "trigger_clock + $allowed" if limited else "null::bigint" }} as due_clock,
    coalesce(case when all_sure then last_elapsed end, ending_elapsed, $as_of_clock - trigger_clock) as elapsed
from judged
