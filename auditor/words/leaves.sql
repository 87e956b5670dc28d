-- leaves: the field's value at the end of the update that carries the trigger.
with
judged as (
    select
        *,
        carrier_update is null as running,
        {% for field, values in fields %}
        list_contains({{ values }}, {{ field }}_carried){{ " and" if not loop.last }}
        {% endfor %}
            as right_value
    from instance
),
changer as (         -- whoever set the field in that very update answers for it
    select ticket_id, update_position, max(position) as last_position, list(position order by position) as positions
    from event
    semi join instance using (ticket_id)
    where kind in ('set', 'change') and not mirrored
        and field in ({% for field, values in fields %}'{{ field }}'{{ ", " if not loop.last }}{% endfor %})
    group by all
)
select
    judged.ticket_id,
    trigger_position,
    case
        when $missing::varchar is not null then 'indeterminate'
        when running then 'pending'
        when right_value is null then 'indeterminate'
        when right_value then 'complied'
        when possible_release_update <= carrier_update then 'indeterminate'
        else 'violated'
    end as verdict,
    verdict in ('complied', 'violated') as final,
    false as repaired,
    case
        when verdict <> 'indeterminate' then null
        when $missing::varchar is not null then $missing::varchar
        when right_value is null then 'state-unknown'
        else possible_release_reason
    end as reason,
    coalesce(changer.positions, [trigger_position]) as witness,
    coalesce(changer.last_position, trigger_position) as act_position,
    null::bigint as end_position,
    null::bigint as due_clock,
    0::bigint as elapsed
from judged
left join changer on changer.ticket_id = judged.ticket_id and changer.update_position = judged.carrier_update
where release_moment is null or coalesce(carrier_update < release_update, false)
