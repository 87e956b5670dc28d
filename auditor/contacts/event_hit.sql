-- event hit: what the messages show to the detectors that are for their writers.
insert into contact_hit
select
    ticket_id, event_id, author_role, type, tier, evidence,
    substring(body, span_start + 1, span_end - span_start),
    span_start, span_end,
    substring(body, sentence_start + 1, sentence_end - sentence_start)
from text_hit
join message_text using (digest)
join event on event.rowid = message_text.event_row
join detector using (type)
where (detector.public is null or event.public is null or event.public = detector.public)
  and (not detector.first_only or (ticket_id, event_id) in (select (ticket_id, event_id) from first_message))
  and (day_from is null or occurred_at::date >= day_from)
  and (day_until is null or occurred_at::date < day_until)
  and case detector.who
          when 'requester' then author_role is null or author_role = 'requester'
          when 'end-user' then author_role is null or author_role in ('requester', 'end-user')
          when 'agent' then author_role is null or author_role = 'agent' or actor_role = 'agent'
          else true
      end
order by event_row, type, tier
