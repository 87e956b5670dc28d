-- text to read: each text once, however often it was written, without those that were read before.
create or replace temp table text_to_read as
select min(event_row) as text_row, digest, bool_or(customer) as customer, bool_or(desk) as desk
from message_text
group by digest
having not exists (
    from text_read
    where text_read.digest = message_text.digest
      and text_read.customer >= bool_or(message_text.customer)
      and text_read.desk >= bool_or(message_text.desk)
)
