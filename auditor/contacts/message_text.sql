-- message text: every message with the digest of its words, and whether customers or the desk wrote it.
create or replace temp table message_text as
select
    rowid as event_row,
    md5(body)::uuid as digest,
    author_role is null or author_role <> 'agent' as customer,
    author_role is null or author_role = 'agent' or coalesce(actor_role, '') = 'agent' as desk
from event
where kind = 'message'
  and body is not null
  and coalesce(author_role, '') not in ('rule', 'bot', 'system')
