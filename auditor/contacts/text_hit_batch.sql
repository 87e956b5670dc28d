-- text hit batch: what a batch of texts shows.
insert into text_hit
select digest, type, tier, evidence, span_start, span_end, sentence_start, sentence_end, day_from, day_until
from text_hit_batch
join text_to_read using (text_row)
