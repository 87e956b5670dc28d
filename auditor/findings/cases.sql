select
    ticket.ticket_id,
    ticket.subject,
    ticket.requester_id,
    user_account.name as requester_name,
    ticket.channel,
    coalesce(ticket.created_at, ticket.first_at) as created_at
from ticket
semi join scoped using (ticket_id)
left join user_account on user_account.user_id = ticket.requester_id
order by try_cast(ticket.ticket_id as hugeint), ticket.ticket_id
