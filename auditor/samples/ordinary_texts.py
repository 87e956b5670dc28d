# ruff: noqa: ISC004 - a text may run over several lines
"""The words of ordinary traffic: payments, accounts, disputes, profiles, fees, faults, and jobs that only sound legal.

None of these is a listed contact; the last list comes as near to one as ordinary people do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """What people write about, with which team deals with it."""

    name: str
    subject: str
    team: str  # tier-1 | payments | trust
    texts: tuple[str, ...]


TOPICS = (
    Topic("late withdrawal", "Withdrawal not received", "payments", (
        "Hello, I withdrew {amount} on {date} and it has not reached my bank account yet. How long does it take?",
        "My withdrawal of {amount} says completed since {days} days, but my bank {bank} has nothing. Can you check?",
        "Hi, where is my payment? I requested {amount} on {date}. Other withdrawals took two days.",
    )),
    Topic("change bank", "New bank account", "payments", (
        "I changed my bank to {bank} and the form does not accept the new account number. What am I doing wrong?",
        "How can I add a second bank account for withdrawals? I moved to {country} last month.",
        "My bank says that the SWIFT code in my withdrawal settings is outdated. How do I update it?",
    )),
    Topic("refund", "Refund for a contract", "payments", (
        "I paid {amount} in advance to {freelancer} who never started. How do I get a refund of the escrow?",
        "The refund of {amount} for contract {contract} was promised by the freelancer. When will I see it on my card?",
        "I was charged twice for {contract}. Please refund one of the two payments of {amount}.",
    )),
    Topic("fees", "Question about fees", "payments", (
        "Which fee do I pay on a contract of {amount}? The page shows two numbers and I do not understand them.",
        "Why was a fee of {amount} taken from my balance on {date}?",
        "Is there a fee if my client pays me by direct contract? I could not find it in the help centre.",
    )),
    Topic("invoice", "Invoice needed", "payments", (
        "Where can I download the invoices for {month}? I need them for my bookkeeping.",
        "The VAT number on my invoice for {contract} is missing. Can it be added?",
        "My company name changed to {company} Ltd. Can you correct the last three invoices?",
    )),
    Topic("tax form", "Tax form", "payments", (
        "I have to fill in a W-8BEN and the page does not accept my address in {country}.",
        "When will the 1099 for this year be ready for download?",
        "Do I have to submit the W-9 again after I moved to another state?",
    )),
    Topic("card declined", "Card declined", "payments", (
        "My credit card is declined although {bank} says that everything is fine. Can you see why?",
        "I tried three cards to fund the milestone of {amount} and each of them fails with an unknown error.",
    )),
    Topic("login", "Cannot log in", "tier-1", (
        "I cannot log in since this morning. The page says that my password is wrong, and the reset mail never comes.",
        "I lost my phone and with it the two-step codes. How can I get back into my account?",
        "The answer to my security question is not accepted. I am sure it is right: it is the name of my first school.",
    )),
    Topic("suspended", "Account on hold", "trust", (
        "My account was put on hold on {date} and I have sent my identity card. How long does the check take?",
        "I got a message that my account is limited because of an unusual login. I was travelling in {country}.",
        "I am asked for a video check, but the link has expired. Could you send a new one?",
    )),
    Topic("identity check", "Identity check fails", "trust", (
        "The identity check does not accept the photo of my passport. It is sharp and has no reflections.",
        "My name is spelled differently on my profile and in my passport. How do I correct it before the check?",
    )),
    Topic("name change", "Legal name change", "tier-1", (
        "I married and my legal name changed to {surname}. How can I change it on my profile?",
        "There is a typo in my name since I signed up. The settings say that I have to contact support.",
    )),
    Topic("profile", "Profile not approved", "tier-1", (
        "My profile was not approved and the mail gives no reason. What should I improve?",
        "How do I hide my profile for a few weeks while I am on parental leave?",
        "The profile photo that I uploaded is shown upside down. I have tried two browsers.",
    )),
    Topic("proposal", "Proposals and credits", "tier-1", (
        "I sent a proposal for {job} and it vanished from my list. Were the credits returned?",
        "How many credits do I get back if the client closes the job {job} without hiring?",
        "I cannot submit a proposal: the button is grey although I have enough credits.",
    )),
    Topic("job post", "Job post under review", "tier-1", (
        "My job post {job} has been under review for {days} days. When will it be published?",
        "How do I invite freelancers from {country} only to my job {job}?",
        "I want to repost {job} with a higher budget. Do I have to write it again?",
    )),
    Topic("dispute", "Dispute with a client", "trust", (
        "My client {client} does not answer and will not approve the milestone. How do I open a dispute?",
        "The freelancer {freelancer} delivered half of the work for {contract}. What happens to the other half?",
        "The dispute about {contract} was closed but the amount of {amount} is still in escrow.",
    )),
    Topic("hours", "Time tracker", "tier-1", (
        "The desktop app did not record my hours on {date}. Can I add them by hand?",
        "The time tracker takes screenshots of the wrong monitor. How can I change that?",
        "My tracked hours for {contract} show zero since the last update of the app.",
    )),
    Topic("contract end", "End a contract", "tier-1", (
        "How do I end the contract {contract} without a negative rating? The work is finished.",
        "My client {client} wants to pause the contract for two months. Is that possible?",
        "The contract {contract} was ended by accident. Can it be reopened?",
    )),
    Topic("feedback", "Feedback on my profile", "tier-1", (
        "The client {client} wrote feedback for the wrong freelancer. How can he change it?",
        "I will leave a review for the freelancer tomorrow, until when is that possible?",
        "My success score fell by four points although all my ratings are good. How is it calculated?",
    )),
    Topic("messages", "Messages do not arrive", "tier-1", (
        "I do not get mails about new messages any more. The notifications are switched on.",
        "How can I download a file of 3 GB that my client sent me in the chat?",
        "A room with {client} has disappeared from my messages. Can it be restored?",
    )),
    Topic("app fault", "The app crashes", "tier-1", (
        "The app on my phone crashes when I open a contract. I use the newest version.",
        "The search page stays empty in my browser, and the console says error {number}.",
        "When I press the button to save my profile, nothing happens at all.",
    )),
    Topic("agency", "Agency account", "tier-1", (
        "How do I add a second manager to my agency {company}?",
        "One of the members of my agency left. Can I move his contract {contract} to somebody else?",
        "Does the agency pay the membership for each freelancer or once?",
    )),
    Topic("membership", "Membership charged", "payments", (
        "I cancelled my membership on {date} and was charged {amount} again. Please check.",
        "What is the difference between the two memberships? I only need a few more proposals.",
    )),
    Topic("skills test", "Skills and badges", "tier-1", (
        "When do I get the badge? I have fulfilled all the conditions for {days} days.",
        "How can I add a language certificate to my profile?",
    )),
    Topic("language", "Language of the site", "tier-1", (
        "Hola, no puedo cambiar el idioma de mi cuenta. ¿Dónde está el ajuste?",
        "Bonjour, je ne reçois pas le code de vérification sur mon téléphone. Que dois-je faire ?",
        "Guten Tag, ich finde die Rechnung für {month} nicht. Wo kann ich sie herunterladen?",
    )),
    Topic("close account", "Close my account", "tier-1", (
        "Please close my account. I do not work as a freelancer any more.",
        "I opened two accounts by mistake. Can you close the one with the older address?",
    )),
    Topic("certificate of earnings", "Certificate of earnings", "payments", (
        "My landlord wants to see a certificate of earnings for the last three months. Where do I find it?",
        "I need my certificate of earnings for the past 12 months, the page is empty.",
    )),
    Topic("spam", "Strange invitation", "trust", (
        "A client asked me to talk outside of the site before the contract. Is that allowed?",
        "I got an invitation for {job} with a link to a messenger. It looks like spam, I wanted to let you know.",
    )),
    Topic("legal-sounding job", "My job post", "tier-1", (
        "I am hiring a lawyer to review my rental agreement. In which category should I post the job?",
        "I posted a job for a trademark logo design and get proposals from writers only. How do I change the category?",
        "Is there a category for court reporters and legal transcription? I offer both.",
        "I sell a plagiarism checker for students and look for testers. Where do I post that?",
        "My job {job} is about GDPR texts for a web shop. Why was it put under Engineering?",
        "I offer social media marketing and would like to show my Twitter and YouTube campaigns in my portfolio.",
        "I am a paralegal and want to add a certificate about contract law to my profile.",
        "My portfolio shows a court: a tennis court that I rendered in 3D. The thumbnail is cropped, can I change it?",
        "I translate privacy policies. The skill 'policy writing' does not exist, could you add it?",
        "I would like to post a job for a journalist who writes press releases. Which category is right?",
        "We hire for our design & build studio and the ampersand in the company name is shown wrong.",
        "My project is about a system on chip (SoC). The search does not find the word. Is it too short?",
        "Sue, my colleague, cannot log in with her own address. Could you resend her invitation?",
    )),
    Topic("disagreement elsewhere", "A difficult client", "trust", (
        "My client {client} says that he will sue me if I do not work for free. How do I end the contract?",
        "The freelancer {freelancer} wants to write a bad review about me on Trustpilot. Can I still end the contract?",
        "I will report the client {client} to his bank because his cheque bounced. Do you need anything from me?",
        "I am not going to sue anybody, I only want to know why the milestone was not released.",
        "The ball is in your court: I have uploaded all documents on {date}.",
    )),
)  # fmt: skip

FOLLOW_UPS = (
    "Here is what you asked for: the contract is {contract} and it happened on {date}.",
    "I have tried it again, with the same result. The error number is {number}.",
    "It is the account with the same address that I write from. The amount is {amount}.",
    "Thanks for the quick answer. I have attached the document.",
    "I use the website, not the app. It started on {date}.",
    "Any news? It has been {days} days.",
)
THANKS = (
    "Thank you, that helped.",
    "Great, it works now. Thank you very much!",
    "Perfect, thanks a lot.",
    "Thanks, you can close this.",
)
STILL_BROKEN = (
    "Sorry, it happened again today.",
    "I thought it was solved, but the page shows the old amount again.",
    "One more question: does this also apply to my second contract?",
)

ANSWERS = (
    "Hello {first}, thank you for contacting us. I have checked your account and everything is set up correctly now. "
    "Please allow one or two working days until you see it.",
    "Hi {first}, thank you for your patience. You will find the setting under Account, then Preferences. It takes "
    "effect at once.",
    "Hello {first}, I have forwarded this to the team in charge and they have corrected it. Please sign in again.",
    "Hi {first}, the help centre has a step-by-step guide for this, and I have linked it below. Let us know if "
    "anything is unclear.",
    "Hello {first}, I can confirm that the amount left our side on {date}. Banks usually need up to five working days.",
    "Hi {first}, that was a fault on our side, I am sorry. It was repaired this morning.",
)
QUESTIONS = (
    "Hello {first}, I would be glad to help. Could you tell me the number of the contract and the date?",
    "Hi {first}, could you please send a screenshot of the message that you see?",
    "Hello {first}, which browser and which device do you use, and since when does it happen?",
    "Hi {first}, can you please describe the steps that you took before the error came up?",
)
INTERNAL = (
    "Checked the account: no limits, last withdrawal completed. Told the user about bank processing times.",
    "Same fault as in the morning, engineering knows about it.",
    "Payments please: the user was charged twice, second charge can be returned.",
    "Identity documents look fine, waiting for Trust & Safety to confirm.",
)
SOLVED = (
    "I am setting this request to solved. If you need anything else, just reply to this message.",
    "Glad that it works, {first}. Have a great day!",
)
CHAT_OPENINGS = (
    "Hi, I have a quick question.",
    "Hello, is anybody there?",
    "Good morning!",
)
VOICEMAIL_TEXTS = (
    "Hello, this is {name}. I am calling about my withdrawal of {amount}. Please call me back, thank you.",
    "Hi, my name is {name}, I cannot log in to my account. You can call me in the afternoon.",
)
JOBS = (
    "Logo for a bakery", "Translate a manual into Spanish", "Shop with 200 products", "Voice-over for a short film",
    "Data entry for a museum", "Landing page for a podcast", "Index of a cookbook", "3D model of a kitchen",
    "Bookkeeping for a yoga studio", "Mobile app for bird watchers",
)  # fmt: skip
BANKS = ("Northbank", "Banco Azul", "First Harbour", "Sparkasse Süd", "Crédit Rivage", "Bank of the Lakes")
COUNTRIES = ("Portugal", "Poland", "Kenya", "Brazil", "Vietnam", "Canada", "Morocco", "Philippines", "Ireland")
COMPANIES = ("Bluefin Studio", "Maple & Moss", "Ortiz Brothers", "Sunday Works", "Papertrail", "Kite Labs")
MONTHS = ("July", "August", "September", "October")
