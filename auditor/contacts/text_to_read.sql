-- text to read: each text once, however often it was written, without those that were read before.
create or replace temp table text_to_read as
with
written as (
    select min(event_row) as text_row, digest, bool_or(customer) as customer, bool_or(desk) as desk
    from message_text
    group by digest
),
known as (
    select digest, bool_or(customer) as customer, bool_or(desk) as desk
    from text_read
    group by digest
)
select text_row, digest, written.customer, written.desk
from written
left join known using (digest)
where (written.customer and known.customer is not true)
   or (written.desk and known.desk is not true)
