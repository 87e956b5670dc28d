-- opening: the events on which a policy opens an episode, and what closed or released it.
create or replace temp table opening as
with
{% if when %}
history as (
    select
        signal.*,
        {% for gate in gates %}
        {% if gate.seen %}
        {{ gate.now or "true" }} and case
            when count(*) filter (where {{ gate.seen }}) over so_far > 0 then true
            when count(*) filter (where {{ gate.seen }} is null) over so_far > 0 then null
            else false
        end as gate_{{ gate.index }},
        case
            when count(*) filter (where {{ gate.seen }}) over so_far > 0 then unknown_reason
            else coalesce(arg_min(unknown_reason, position) filter (where {{ gate.seen }} is null) over so_far, unknown_reason)
        end as gate_reason_{{ gate.index }},
        {% else %}
        {{ gate.now }} as gate_{{ gate.index }},
        unknown_reason as gate_reason_{{ gate.index }},
        {% endif %}
        {% endfor %}
        {% if closes %}
        count(*) filter (where {{ closes }}) over so_far as closed_by_now,
        closed_by_now - count(*) filter (where {{ closes }}) over together as closed_before
        {% endif %}
    from signal
    window
        so_far as (partition by ticket_id order by moment range between unbounded preceding and current row),
        together as (partition by ticket_id, moment)
),
passing as (         -- the triggers that no exception takes away
    select *
    from history as signal
    where {{ when }} and not mirrored
    {% for gate in policy_gates %}
      and {{ gate.passes }}
    {% endfor %}
),
{% if closes %}
step as (            -- the moments that hold one: was anything closed since the last of them, or in its own moment?
    select
        ticket_id,
        min(position) as position,
        closed_before > coalesce(lag(closed_by_now) over in_order, -1) as closed_between,
        coalesce(lag(closed_by_now > closed_before) over in_order, false) and not closed_between as closed_with_last
    from passing
    group by ticket_id, moment, closed_by_now, closed_before
    window in_order as (partition by ticket_id order by moment)
),
run as (             -- a closing in the last one's own moment closes it unless it opened there: so they take turns
    select *, sum((not closed_with_last)::int) over (partition by ticket_id order by position) as run from step
),
turn as (
    select
        *,
        row_number() over (partition by ticket_id, run order by position) % 2 = 1 as odd,
        bool_or(closed_between) over (partition by ticket_id, run) as opens_first
    from run
),
opened as (          -- the first opening of every episode
    select passing.*
    from passing
    semi join (select * from turn where odd = opens_first) as first_of on first_of.ticket_id = passing.ticket_id and first_of.position = passing.position
),
{% else %}
opened as (select * from passing),
{% endif %}
{% else %}
opened as (          -- no trigger: every ticket owes it once, from its beginning
    select
        ticket_id,
        null::varchar as event_id,
        0::bigint as position,
        0::bigint as moment,
        0::bigint as update_position,
        0::bigint as carrier_update,
        first_at as occurred_at,
        null::varchar as conversation_id,
        false as foreign_time,
        null::varchar as status_carried,
        null::varchar as group_carried,
        null::varchar as assignee_carried,
        epoch_us(first_at) as clock_wall
        {% for clock in clocks %}
        , segment_{{ clock }}.open_before + least(epoch_us(first_at), segment_{{ clock }}.ends_at) - segment_{{ clock }}.starts_at
            as clock_{{ clock }}
        {% endfor %}
    from ticket
    {% for clock in clocks %}
    asof join (select * from schedule_segment where schedule = '{{ clock }}') as segment_{{ clock }}
        on epoch_us(first_at) >= segment_{{ clock }}.starts_at
    {% endfor %}
),
{% endif %}
closing as (         -- the first closing event strictly after each opening
    select
        opened.ticket_id,
        opened.position,
        min(signal.position) as closing_position
    from opened
    join signal
        on signal.ticket_id = opened.ticket_id and signal.moment > opened.moment and {{ closes or "false" }}
    group by all
),
later as (           -- what came after each opening that may release it, or forbids that it is released
    select
        opened.ticket_id,
        opened.position as opening_position,
        signal.position,
        signal.moment,
        signal.update_position,
        signal.unknown_reason,
        {{ released_by or "false" }} as releases,
        min(case when {{ released_before or "false" }} then signal.moment end) over (
            partition by opened.ticket_id, opened.position
        ) as held_moment
    from opened
    join signal on signal.ticket_id = opened.ticket_id and signal.moment > opened.moment
    where {{ released_by or "false" }} is not false or {{ released_before or "false" }}
),
release as (         -- the first event that releases it, and the first that may
    select
        ticket_id,
        opening_position as position,
        min(later.position) filter (where releases) as release_position,
        min(moment) filter (where releases) as release_moment,
        min(update_position) filter (where releases) as release_update,
        min(later.position) filter (where releases is null) as possible_release_position,
        min(moment) filter (where releases is null) as possible_release_moment,
        min(update_position) filter (where releases is null) as possible_release_update,
        arg_min(unknown_reason, later.position) filter (where releases is null) as possible_release_reason
    from later
    where moment < coalesce(held_moment, moment + 1)
    group by all
),
following as (
    select
        ticket_id,
        position,
        {{ "lead(moment) over (partition by ticket_id order by position)" if closes else "null::bigint" }} as next_moment
    from opened
)
select
    opened.*,
    closing.closing_position,
    closer.carrier_update as closing_carrier,
    release.* exclude (ticket_id, position),
    following.next_moment,
    {% if policy_gates %}
    case
        {% for gate in policy_gates %}
        when gate_{{ gate.index }} is null then coalesce(gate_reason_{{ gate.index }}, 'not-recorded')
        {% endfor %}
    end as doubt
    {% else %}
    null::varchar as doubt
    {% endif %}
from opened
left join closing using (ticket_id, position)
left join signal as closer on closer.ticket_id = opened.ticket_id and closer.position = closing.closing_position
left join release using (ticket_id, position)
left join following using (ticket_id, position)
{% if in_force %}
where {{ in_force }}
{% endif %}
