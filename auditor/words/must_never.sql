-- must_never: after the trigger no such event, until the window ends.
{% macro decided_before(release) %}
        coalesce(sure_moment < {{ release }}_moment, false)
            or coalesce(until_moment < {{ release }}_moment, false)
            or coalesce(through_update < {{ release }}_update, false)
            or coalesce(next_moment < {{ release }}_moment, false)
            {{ "or coalesce(" ~ release ~ "_elapsed > $allowed, false)" if limited }}
{%- endmacro %}
with
later as (           -- every event from the trigger's step on, apart from the trigger itself
    select
        instance.ticket_id,
        instance.trigger_position,
        instance.closing_carrier,
        instance.next_moment,
        signal.position,
        signal.moment,
        signal.update_position,
        signal.mirrored,
        signal.unknown_reason,
        signal.moment = instance.trigger_moment as tied,
        {{ "signal.clock_" ~ clock ~ " - instance.trigger_clock <= $allowed" if limited else "true" }} as in_time,
        {{ breach }} as broken,
        {{ until or "false" }} as ends_at_once,
        {{ through or "false" }} as ends_with_update,
        {{ tolerated or "false" }} as tolerable
    from instance
    join signal
        on signal.ticket_id = instance.ticket_id
        and signal.moment >= instance.trigger_moment
        and signal.position <> instance.trigger_position
),
ending as (          -- the first sure end of the window, and the first that may have ended it: unknown, or in the trigger's step
    select
        ticket_id,
        trigger_position,
        min(moment) filter (where ends_at_once and in_window) as until_moment,
        min(update_position) filter (where ends_with_update and in_window) as through_update,
        min(position) filter (where (ends_at_once or ends_with_update) and in_window) as sure_end,
        min(moment) filter (where ends_at_once is not false and tied) as tied_until,
        min(update_position) filter (where ends_with_update is not false and tied) as tied_through,
        min(moment) filter (where ends_at_once is null and not tied) as unknown_until,
        min(update_position) filter (where ends_with_update is null and not tied) as unknown_through,
        arg_min(unknown_reason, position) filter (where ends_at_once is null and not tied) as unknown_until_reason,
        arg_min(unknown_reason, position) filter (where ends_with_update is null and not tied) as unknown_through_reason
    from (select *, not tied and in_time and moment < coalesce(next_moment, moment + 1) as in_window from later)
    group by all
),
inside as (          -- what may break it: not surely outside the window
    select
        ticket_id,
        trigger_position,
        position,
        moment,
        tolerable,
        broken is null or tolerable is null as unknown,
        coalesce(moment >= unknown_until, false) as perhaps_over_at_once,
        coalesce(update_position > unknown_through, false) as perhaps_over_with_update,
        broken is not null
            and not tied
            and moment is distinct from until_moment
            and moment is distinct from next_moment
            and not perhaps_over_at_once
            and not perhaps_over_with_update
            and tied_until is null
            and not coalesce(update_position > tied_through, false) as sure,
        case
            when unknown then unknown_reason
            when perhaps_over_at_once then unknown_until_reason
            when perhaps_over_with_update then unknown_through_reason
        end as reason,
        unknown_reason
    from later
    left join ending using (ticket_id, trigger_position)
    where broken is not false
        and not mirrored
        and in_time
        and moment <= coalesce(until_moment, moment)
        and update_position <= coalesce(through_update, update_position)
        and moment <= coalesce(next_moment, moment)
        {% if apart_from_closing %}
        and update_position is distinct from closing_carrier
        {% endif %}
),
counted as (         -- the first so many are let pass, surely or perhaps
    select
        *,
        {% if tolerated %}
        sure and (
            tolerable is false
            or count(*) filter (where sure and tolerable is not false) over before_it >= {{ times }}
        ) as breaks,
        tolerable is not true
            or count(*) filter (where tolerable is not false) over before_it >= {{ times }} as may_break,
        coalesce(
            reason,
            arg_min(unknown_reason, position) filter (where unknown) over before_it,
            'order-ambiguous'
        ) as why
        {% else %}
        sure as breaks,
        true as may_break,
        coalesce(reason, 'order-ambiguous') as why
        {% endif %}
    from inside
    window before_it as (
        partition by ticket_id, trigger_position order by position rows between unbounded preceding and 1 preceding
    )
),
first_breach as (
    select
        ticket_id,
        trigger_position,
        min(position) filter (where breaks) as sure,
        min(moment) filter (where breaks) as sure_moment,
        min(position) filter (where may_break) as possible,
        arg_min(why, position) filter (where may_break) as possible_reason
    from counted
    group by all
),
measured as (
    select
        instance.*,
        sure,
        sure_moment,
        possible,
        possible_reason,
        sure_end,
        until_moment,
        through_update,
        next_moment is not null or sure_end is not null
            {{ "or $as_of_clock - trigger_clock > $allowed" if limited }} as over,
        breaking.clock_{{ clock }} - trigger_clock as breaking_elapsed,
        ender.clock_{{ clock }} - trigger_clock as ending_elapsed,
        {% for release in ("release", "possible_release") %}
        {{ release }}.clock_{{ clock }} - trigger_clock as {{ release }}_elapsed{{ "," if not loop.last }}
        {% endfor %}
    from instance
    left join first_breach using (ticket_id, trigger_position)
    left join ending using (ticket_id, trigger_position)
    left join signal as breaking on breaking.ticket_id = instance.ticket_id and breaking.position = sure
    left join signal as ender on ender.ticket_id = instance.ticket_id and ender.position = sure_end
    {% for release in ("release", "possible_release") %}
    left join signal as {{ release }} on {{ release }}.ticket_id = instance.ticket_id and {{ release }}.position = {{ release }}_position
    {% endfor %}
),
judged as (
    select
        *,
        case
            when sure is not null and $end_missing::varchar is not null then 'indeterminate'
            when sure is not null then 'violated'
            when $missing::varchar is not null or possible is not null then 'indeterminate'
            else 'complied'
        end as found_verdict,
        found_verdict = 'violated' and possible_release_moment is not null and not ({{ decided_before("possible_release") }}) as perhaps_released
    from measured
    where release_moment is null or {{ decided_before("release") }}   -- released while it was still open: no row
)
select
    ticket_id,
    trigger_position,
    case when perhaps_released then 'indeterminate' else found_verdict end as verdict,
    verdict = 'violated' or (verdict = 'complied' and over) as final,
    false as repaired,
    case
        when verdict <> 'indeterminate' then null
        when perhaps_released then possible_release_reason
        when sure is not null then $end_missing::varchar
        else coalesce($missing::varchar, possible_reason)
    end as reason,
    case
        when sure is not null then [sure]
        when possible is not null then [possible]
        when sure_end is not null then [sure_end]
        else []
    end as witness,
    case when found_verdict = 'violated' then sure when verdict = 'complied' then sure_end end as act_position,
    null::bigint as end_position,
    {{ "trigger_clock + $allowed" if limited else "null::bigint" }} as due_clock,
    coalesce(breaking_elapsed, ending_elapsed, $as_of_clock - trigger_clock) as elapsed
from judged
