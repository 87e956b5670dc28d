-- signal: the signals of the tickets on which the policy may open at all; everything after reads only these.
create or replace temp table signal as
select *
from every_signal
{% if when %}
semi join (select ticket_id from every_signal as signal where {{ when }} and not mirrored) as candidate using (ticket_id)
{% endif %}
