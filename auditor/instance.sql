-- instance: the triggers of one duty, taken from the openings of its policy.
create or replace temp table instance as
select
    opening.ticket_id,
    opening.event_id as opening_event_id,
    opening.position as opening_position,
    opening.moment as opening_moment,
    {% set trigger = "closing" if opens_at == "closing" else "opening" %}
    {{ trigger }}.event_id as trigger_event_id,
    {{ trigger }}.position as trigger_position,
    {{ trigger }}.moment as trigger_moment,
    {{ trigger }}.update_position as trigger_update,
    {{ trigger }}.occurred_at as trigger_at,
    {{ trigger }}.conversation_id,
    {{ trigger }}.carrier_update,
    opening.closing_carrier,
    {{ trigger }}.status_carried,
    {{ trigger }}.group_carried,
    {{ trigger }}.assignee_carried,
    {{ trigger }}.clock_{{ clock }} as trigger_clock,
    opening.foreign_time or {{ trigger }}.foreign_time as foreign_time,
    {% for release in ("release", "possible_release") %}
    {% for column in ("position", "moment", "update") %}
    {% if opens_at == "closing" %}
    case when opening.{{ release }}_moment < closing.moment then opening.{{ release }}_{{ column }} end as {{ release }}_{{ column }},
    {% else %}
    opening.{{ release }}_{{ column }},
    {% endif %}
    {% endfor %}
    {% endfor %}
    opening.possible_release_reason,
    opening.next_moment,
    coalesce(
        opening.doubt
        {% for gate in duty_gates %}
        , case when gate_{{ gate.index }} is null then coalesce(gate_reason_{{ gate.index }}, 'not-recorded') end
        {% endfor %}
    ) as doubt
from opening
{% if opens_at == "closing" %}
join signal as closing on closing.ticket_id = opening.ticket_id and closing.position = opening.closing_position
{% endif %}
where true
{% for gate in duty_gates %}
  and {{ gate.passes }}
{% endfor %}
{% if opens_at == "closing" %}
  and (opening.release_moment >= closing.moment or opening.release_moment is null)   -- released before: it closes nothing
{% endif %}
