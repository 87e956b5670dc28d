# ruff: noqa: ISC004 - a text may run over several lines
"""What people on the desk write and say: plain examples of each kind, none of which is a borderline case."""

from __future__ import annotations

TOUCH = (
    "Thank you for writing to us, {first}. I am sorry that this has been so frustrating. I have passed your case to "
    "a specialised team, and they will get back to you.",
    "Hello {first}, I understand how upsetting this is. Your case is now with the colleagues who handle such matters, "
    "and you will hear from them.",
    "Hi {first}, thank you for telling us how you feel about this. We take it seriously and the right team is looking "
    "at it now.",
    "Dear {first}, I am sorry for the trouble. I have handed this over to our specialists and they will write to you.",
)
ASKING = (
    "I am sorry to hear that, {first}. Could you please describe in detail what happened and send us screenshots of "
    "the conversation?",
    "Thank you, {first}. Please provide the contract number, the dates and an explanation of what went wrong.",
    "I would like to understand this better, {first}. Can you tell us exactly what happened and send any evidence you "
    "have?",
)
REACH = (
    "Thank you for your message, {first}. A specialised team will take this on. What is the best phone number to reach "
    "you?",
    "I am sorry about this, {first}. Our specialists will call you. Which phone number and what time of day suit you "
    "best?",
)
NOTE = (
    "Requester is upset about a held payment and says so for the third time. History: hold since August, documents "
    "approved, no reply from our side for nine days. Please take over.",
    "Summary for EE: account hold after an unusual login, documents sent twice, requester loses contracts because of "
    "it. Amount about 1,900 USD. Nothing was promised.",
    "Background: refund refused in the dispute, requester does not accept the outcome. All mails are in this ticket. "
    "No commitment was made by us.",
)
MACRO_NOTE_DETAIL = " payment on hold for five weeks, requester wrote three times, nothing was promised."
NOTE_OF_40 = "Payment held since May, user is furious."
NOTE_OF_39 = "Payment held since May, user is annoyed"
HANDOVER = (
    "Moved to the Executive Escalations queue as listed in the knowledge base. Nothing was sent to the person.",
    "Listed contact, re-assigned without a reply.",
    "For Executive Escalations: listed contact, no answer given, nothing else to add.",
)
PLAIN_ANSWER = (
    "Hello {first}, thank you for contacting us. We have received your message and are looking into it.",
    "Hi {first}, thanks for reaching out. I have taken a look and will get back to you shortly.",
    "Dear {first}, thank you for your message. I am checking this with my colleagues.",
)
ADVICE = (
    "I am sorry, but I am unable to help with any legal questions or concerns.",
    "Please note that we cannot assist with legal matters on this channel.",
    "Thank you. I have to tell you that I am not able to help with legal questions.",
)
CONTACT_REQUEST = (
    "Could you give me your phone number and e-mail address so that the correct department can reach out to you?",
    "May I have your contact details, so that the right team can get in touch?",
    "What is the best e-mail address and phone number to reach you?",
)
ADVICE_AND_REQUEST = (
    "I am unable to help with legal questions. Could you give me your e-mail address and phone number so that the "
    "correct department can contact you?",
    "We cannot assist with legal matters here. May I have your contact details so that the right team can reach you?",
)
IDLE_TURN = (
    "Thank you for waiting, I am opening the account now.",
    "Let me have a look at the contract.",
    "One moment, I am reading the history of the account.",
)
GREETING_TURN = ("Hello, you are talking to {agent}. How can I help you today?", "Hi, this is {agent}, welcome!")
GOODBYE_TURN = ("Thank you, I am ending this chat now. Goodbye.", "Thank you for your time, goodbye.")
DETAILS_TURN = (
    "You can reach me at {mail} or on +1 202 555 01{two}.",
    "My e-mail address is {mail} and my phone number is +44 20 7946 0{two}.",
)
CHAT_NOTE = (
    "Attorney on chat. Told that we cannot help with legal questions, contact details are in the transcript.",
    "Legal representative of a freelancer, sent here from the chat. Please contact them.",
)
BOT_GREETING = (
    "Hi, I am the virtual assistant. I can help you with most questions.",
    "Hello! Describe your question in one sentence and I will find an article for you.",
)
CONSULTATION = (
    "I was not sure about this one. Checked with my team lead, she says it should go to Executive Escalations.",
    "Consulted my TL before moving it: he agrees that EE should decide.",
)
STILL_ON_IT = "We are still working on your request and will write to you as soon as there is news."
RECEIVED = (
    "Your request ({{ticket.id}}) has been received and is being reviewed by our support staff. To add comments, reply "
    "to this e-mail."
)
UPDATED = "Your request ({{ticket.id}}) has been updated. To add comments, reply to this e-mail."
