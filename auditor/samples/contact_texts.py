# ruff: noqa: ISC004 - a text may run over several lines
"""The words of listed contacts: own texts, each of exactly one type that any reader would give it."""

from __future__ import annotations

CONTACT_TEXTS: dict[str, tuple[str, ...]] = {
    "legal-threat": (
        "My account has been frozen for three weeks and nobody at Upwork gives me an answer. If my money is not "
        "released by Friday I will take legal action against Upwork.",
        "This is the third time I write about the same invoice. I am done asking. I will sue Upwork for the unpaid "
        "amount and for my costs.",
        "You have been sitting on my earnings since August. Pay me what you owe me, or I will see you in court.",
        "I asked politely for my refund. If it is not there by the end of the week, I am taking Upwork to small "
        "claims court.",
        "Nobody here takes me seriously, so let me be plain: I am going to file a lawsuit against your company for "
        "the income that I lost.",
        "You closed my profile without a reason. Reopen it, or I will start legal proceedings against you.",
        "I have all your mails printed out. If you do not give my money back I will sue you.",
        "Several freelancers lost money in the same way, and we are preparing a class action against Upwork.",
    ),
    "social-media-threat": (
        "If this is not fixed by tomorrow I will post the whole story on Twitter and Reddit, so that everybody sees "
        "how Upwork treats its freelancers.",
        "Either you release my payment or I will publish a video on YouTube about Upwork, with every one of your "
        "answers in it.",
        "I have had enough. I am going to the press with this, and they will be happy to print how Upwork keeps "
        "people's money.",
        "Refund me today. Otherwise I will leave a one-star review of Upwork on Trustpilot and on every other "
        "review site I can find.",
        "I will share this on Facebook and LinkedIn so that all my followers know what kind of company Upwork is.",
        "If I do not hear from you I will write on my blog how you cheated me, and I will tweet the link every day.",
    ),
    "copyright-violation": (
        "A freelancer on your site shows my photographs in his portfolio without my permission. I own the copyright "
        "and I want the pictures removed.",
        "DMCA takedown notice: the profile linked below displays illustrations to which I hold the copyright. I ask "
        "you to remove the infringing material.",
        "Someone has uploaded my book cover to his Upwork portfolio. This infringes my copyright. Please take it down.",
        "I am reporting a copyright infringement: a catalogue project on Upwork uses my drawings, and I never gave "
        "permission for that.",
        "My copyrighted music is used in the intro video of one of your freelancers. I did not license it to "
        "anybody. Please remove the video.",
    ),
    "plagiarism-complaint": (
        "Another freelancer has copied my profile description word for word. This is plagiarism. Please look into it.",
        "I would like to report plagiarism: the overview on the profile of {freelancer} is mine, sentence by sentence.",
        "A freelancer plagiarized my proposal text and now sends it to the same clients as I do.",
        "The profile of {freelancer} is plagiarised from mine: the same headline, the same overview, the same "
        "project stories.",
        "I want to make a plagiarism complaint about somebody who copied my whole profile and only changed the name.",
    ),
    "government-agency": (
        "I am writing on behalf of the Department of Labor. We ask Upwork for information about how contractors are "
        "classified on its platform.",
        "This is the Federal Trade Commission, Bureau of Consumer Protection. We have received several consumer "
        "reports and ask for the name of a contact at your company.",
        "I am an official at the Ministry of Labour and I am looking for the person at Upwork who handles requests "
        "by government agencies.",
        "The Australian Taxation Office requests information from your company about payments to residents of "
        "Australia. Please tell us where to send the official letter.",
        "I write to you from the consumer protection authority of my country. Our agency has opened a file about "
        "your platform and asks for your statement.",
    ),
    "law-enforcement": (
        "I am Detective {surname} of the Leeds Police. I am investigating a fraud in which one of your users is "
        "involved and I need to know whom to talk to.",
        "This is Special Agent {surname} with the FBI. I would like to speak with someone about an account on your "
        "platform in an open criminal investigation.",
        "I am a police officer with the cybercrime unit in Rotterdam. We are investigating an Upwork account that "
        "was used for identity theft.",
        "Writing as an officer of the Lisbon police: we ask you to preserve the data of one of your users for a "
        "criminal investigation.",
        "I am the sheriff's deputy in charge of a criminal investigation and need the login records of one of your "
        "users.",
    ),
    "attorney": (
        "I am an attorney and I represent {freelancer}, who works on your platform. Please direct all further "
        "correspondence in this matter to my office.",
        "Our law firm has been retained by {freelancer} in a matter that concerns a contract on Upwork. Please "
        "confirm that you received this letter.",
        "I am the lawyer of {freelancer}. My client has asked me to write to you about the closed account.",
        "I am writing as legal counsel for {freelancer}. Kindly address any communication about the account to me.",
        "This law firm represents {freelancer} with regard to a contract that was concluded on Upwork.",
        "I act as solicitor for {freelancer} and write to you on my client's behalf about the suspended account.",
    ),
    "legal-department-request": (
        "Please put me in touch with your legal department.",
        "How can I contact Upwork's legal team directly? I have a matter that I want to raise with them only.",
        "I need the e-mail address of your General Counsel, please.",
        "I would like to speak with someone from your legal department about my account. Please forward my request.",
        "Could you connect me with the Upwork legal team? The support pages do not give an address.",
    ),
    "tos-interpretation": (
        "What does section 7 of your Terms of Service mean legally? I would like an interpretation of the "
        "non-circumvention clause.",
        "I need your interpretation of the User Agreement: how is the indemnification clause to be understood for "
        "an agency?",
        "Can you give me legal advice on whether the contract with my client is binding?",
        "Please explain how the limitation of liability clause in the Terms of Service is to be interpreted.",
        "How do you interpret the intellectual property clause of the User Agreement when a client pays only half "
        "of a milestone?",
    ),
    "subpoena": (
        "Attached you find a subpoena for the account records of {freelancer}. Please confirm that you received it.",
        "Where can I serve a subpoena on Upwork? I need the address to which it has to be sent.",
        "We have issued a subpoena for documents that concern a contract on your platform and ask how it is to be "
        "delivered.",
        "Please find the subpoena in case {number} enclosed. The records are due within fourteen days.",
        "I have to send you a subpoena for the chat history of a contract. Which address do you accept it at?",
    ),
    "trademark-permission": (
        "I would like written permission to use the Upwork logo on the website of my agency.",
        "May we use the Upwork trademark in a printed training course? Please send us your written permission.",
        "We are asking for permission to use Upwork's name and logo in a magazine article about remote work.",
        "Our university wants to show the Upwork logo in a brochure. Could you give us written permission to use it?",
        "I request permission to use the Upwork trademark on the cover of my book about freelancing.",
    ),
    "tax-residency": (
        "My accountant asks for Form 6166 of Upwork, the certificate of U.S. tax residency, so that no tax is "
        "withheld on your fees.",
        "Could you send me the Modelo 21RFI, filled in and stamped? I need it so that I do not have to withhold tax "
        "in Portugal.",
        "I need a tax residency certificate of Upwork for the tax treaty between our countries.",
        "Please provide Upwork's certificate of tax residency (Form 6166) for this year.",
        "The tax office in Lisbon wants the form Modelo 21-RFI signed by Upwork.",
    ),
    "infringing-domain": (
        "I found a website that imitates yours: upwork-logins.example copies your login page and collects passwords.",
        "There is a fake Upwork website at upwork-jobs-pay.example. It uses your logo and asks people for a deposit.",
        "I want to report a phishing domain, upvvork.example, that pretends to be Upwork.",
        "A forum at hiddenboards.example distributes a copy of the Upwork site and sells fake Upwork accounts.",
        "Please be aware of the domain up-work-payments.example: it is a fake copy of the Upwork website.",
    ),
    "dun-bradstreet": (
        "Our purchasing department needs the Dun & Bradstreet number of Upwork to set you up as a supplier.",
        "What is the D-U-N-S number of Upwork? Our supplier form cannot be sent without it.",
        "I am updating our records and would like to verify your D&B profile.",
        "We ran a Dun and Bradstreet report on your company and one of the addresses looks out of date.",
        "Could you give me your DUNS number? Our supplier system asks for it.",
    ),
    "ir35": (
        "My client says that the contract falls inside IR35. What do I have to do on Upwork?",
        "Does Upwork provide a status determination for IR35?",
        "We are a company in Manchester and need to know how IR35 applies to the freelancers we hire through you.",
        "Who deducts the tax if a contract through Upwork is caught by IR35?",
        "I have a question about IR35 and the payments I get through Upwork.",
    ),
    "soc-report": (
        "Could you send us your latest SOC 2 Type II report? Our auditors ask for it.",
        "For our vendor review we need Upwork's SOC 1 report.",
        "Please share the current SOC 2 report; we can sign a confidentiality agreement first.",
        "Our security team asks for a copy of the Upwork SOC 2 report for this year.",
        "We are renewing our vendor assessment and need your SOC 2 report.",
    ),
    "certificate-of-spend": (
        "We need a Certificate of Spend for last year for our auditors.",
        "Please issue a certificate of spend that shows what our company spent on Upwork.",
        "How can I get a Certificate of Spend for my client account?",
        "Our bank asks for a certificate of spend from Upwork. Could you send one?",
        "I am a client and I need an official certificate of spend for our annual accounts.",
    ),
    "certificate-of-earnings-custom": (
        "I need a certificate of earnings that covers January 2019 to December 2023.",
        "Please issue a certificate of earnings for the years 2021, 2022 and 2023.",
        "Could I get a customised certificate of earnings from 2018 to 2022? The usual one only covers the last "
        "twelve months.",
        "I need a certificate of earnings for the period from March 2020 to March 2024 for a mortgage.",
        "The embassy asks for a certificate of earnings from 2017 until 2021. Please prepare one.",
    ),
}

SPOKEN_TEXTS: dict[str, tuple[str, ...]] = {
    "attorney": (
        "Hello, I am an attorney and I represent one of your freelancers, {freelancer}.",
        "Good day. I am the lawyer of {freelancer} and I am contacting you on my client's behalf.",
        "Hi, I work at a law firm and we represent {freelancer} in a matter about a contract on Upwork.",
        "Good morning, I am calling as legal counsel for {freelancer}.",
    ),
    "subpoena": (
        "Hello, where can I serve a subpoena on Upwork?",
        "Hi. I have a subpoena for the records of one of your users and need an address for it.",
    ),
    "soc-report": (
        "Hi, can you send me the current SOC 2 report?",
        "Hello, our auditors need your SOC 2 Type II report.",
    ),
    "ir35": (
        "Hello, I have a question about IR35.",
        "Hi, does my contract fall under IR35?",
    ),
    "legal-threat": (
        "This is useless. If you do not pay me I will sue Upwork.",
        "Then I will take legal action against you, I am serious.",
    ),
}

# Weak signals: a reader would be in doubt, and would ask a lead.
DOUBTFUL_TEXTS = (
    "I have talked to my lawyer about this contract and I would like to know how the refund is going.",
    "I spoke with my lawyer yesterday about the refund. What happens next?",
    "My lawyer says that I should write to you first. When will the milestone be released?",
)

STORY = (
    "Let me tell you how this began, because every new person in your support asks me to start over. In June I "
    "accepted a contract for a catalogue with forty product pages. The client and I agreed on four milestones, and I "
    "delivered the first two on time. He was pleased, he said so in writing, and he approved both of them within a "
    "day. Then the third milestone came. I uploaded the pages on a Sunday evening and heard nothing for nine days. I "
    "wrote to him four times. In the end he answered that his company had changed its plans and that he would look at "
    "the pages later. He never did. The milestone was approved by the system after fourteen days, and on the same "
    "day my account was put on hold because of an unusual login, which was me, in a hotel, during my holidays.\n\n"
    "Since then I have sent my passport twice, a selfie with the passport, an electricity bill and a statement of my "
    "bank. Each time I got the same friendly message that somebody will look at it within two working days. That was "
    "five weeks ago. I have a family, I have a rent to pay, and I have told the two people who work with me that "
    "they will get their share as soon as the hold is lifted. I cannot take new contracts, I cannot withdraw what I "
    "earned, and I cannot even answer the invitations that I get from clients with whom I have worked for years. I "
    "know that you have rules and I have always kept to them: seven years, more than two hundred contracts, and not "
    "a single complaint. I do not ask for a favour. I ask for the money that I worked for.\n\n"
)

SIGNATURE = "\n\n--\nKind regards\n{name}\nTranslation and layout\nPhone +351 210 000 {number}"
DISCLAIMER = (
    "\n\nThis e-mail and its attachments are confidential and may be attorney-client privileged. If you are not the "
    "addressee, please delete it."
)
QUOTED_TALK = (
    "Thank you, that is clear now. You can close my request.\n\n"
    "On Mon, 28 Sep 2026 at 10:12, {name} <{name}@mail.example> wrote:\n"
    "> {contact}\n"
    "> Please answer soon."
)
