-- text batch: the texts of a stretch of the event table, each between two line feeds.
select text_row, chr(10) || body || chr(10) as framed, customer, desk
from event
join text_to_read on text_to_read.text_row = event.rowid
where event.rowid between $first_row and $last_row
  and text_to_read.text_row between $first_row and $last_row
order by text_row
