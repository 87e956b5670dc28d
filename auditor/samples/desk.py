# ruff: noqa: SIM905 - a list of names reads best as one
"""The invented help desk: its teams, people, macros and rules."""

from __future__ import annotations

from auditor.samples.model import Group, Macro, Person, Rule

TIER_1 = Group("360004110001", "Support Tier 1")
TIER_2 = Group("360004110002", "Support Tier 2")
PAYMENTS = Group("360004110003", "Payments")
TRUST = Group("360004110004", "Trust & Safety")
ESCALATIONS = Group("360004110005", "Executive Escalations")
GROUPS = (TIER_1, TIER_2, PAYMENTS, TRUST, ESCALATIONS)


def _agent(number: int, name: str, role: str = "agent", own_role: bool = False) -> Person:
    address = name.lower().replace(" ", ".").replace("'", "")
    return Person(f"3600120{number:05}", name, f"{address}@desk.example", role, own_role=own_role)


TIER_1_AGENTS = (
    _agent(1, "Amara Boateng"),
    _agent(2, "Bruno Castelo"),
    _agent(3, "Chiara Donati"),
    _agent(4, "Dev Malhotra"),
    _agent(5, "Elif Sahin"),
    _agent(6, "Farid Haddad"),
)
TIER_2_AGENTS = (
    _agent(11, "Greta Lindqvist"),
    _agent(12, "Hugo Marchetti"),
    _agent(13, "Ines Carvalho", own_role=True),
)
PAYMENTS_AGENTS = (_agent(21, "Jonas Weber"), _agent(22, "Kavita Rao"), _agent(23, "Liam O'Connor"))
TRUST_AGENTS = (_agent(31, "Mei Tanaka"), _agent(32, "Noah Fischer"))
ESCALATION_AGENTS = (_agent(41, "Olga Petrenko", "admin"), _agent(42, "Priya Nair"))
INTEGRATION = _agent(90, "Order Sync")  # looks like an agent, is a program (trap 4)
AGENTS = (*TIER_1_AGENTS, *TIER_2_AGENTS, *PAYMENTS_AGENTS, *TRUST_AGENTS, *ESCALATION_AGENTS)
STAFF = (*AGENTS, INTEGRATION)
TEAMS = {
    TIER_1.group_id: TIER_1_AGENTS,
    TIER_2.group_id: TIER_2_AGENTS,
    TIER_2.group_id: TIER_2_AGENTS,
    PAYMENTS.group_id: PAYMENTS_AGENTS,
    TRUST.group_id: TRUST_AGENTS,
}

# How each one works: minutes to a first reply (mean), how often a question is asked, how often a macro is used.
HABITS: dict[str, tuple[int, float, float]] = {
    person.user_id: (
        (25, 55, 90, 180, 400, 35, 70, 120)[place % 8],
        (0.2, 0.6, 0.35, 0.5, 0.25)[place % 5],
        (0.7, 0.3, 0.5)[place % 3],
    )
    for place, person in enumerate(AGENTS)
}

MACRO_TEXT = "PROBLEMATIC TO PR - summary of the issue for the Executive Escalations team:"
PR_MACRO = Macro("360090000001", "Problematic to PR", MACRO_TEXT)
PR_MACRO_NESTED = Macro("360090000002", "Escalations::Problematic to PR", MACRO_TEXT)
PR_MACRO_SHOUTED = Macro("360090000003", "PROBLEMATIC  TO PR", MACRO_TEXT)
PR_MACRO_DELETED = Macro("360090000004", "Problematic to PR", MACRO_TEXT, deleted=True)
GREETING = Macro("360090000011", "General::Greeting")
WITHDRAWAL_TIMES = Macro("360090000012", "Payments::Withdrawal times")
RESET_PASSWORD = Macro("360090000013", "Account::Reset your password")
DISPUTE_STEPS = Macro("360090000014", "Contracts::Steps of a dispute")
SIGN_OFF = Macro("360090000015", "General::Anything else and sign-off")
ORDINARY_MACROS = (GREETING, WITHDRAWAL_TIMES, RESET_PASSWORD, DISPUTE_STEPS, SIGN_OFF)
MACROS = (PR_MACRO, PR_MACRO_NESTED, PR_MACRO_SHOUTED, *ORDINARY_MACROS)  # a deleted one is no longer listed

ACKNOWLEDGE = Rule("360070000001", "Notify requester of received request", "trigger")
TELL_REQUESTER = Rule("360070000002", "Notify requester of comment update", "trigger")
TELL_GROUP = Rule("360070000003", "Notify group of assignment", "trigger")
ROUTE_LEGAL = Rule("360070000004", "Route legal post to Executive Escalations", "automation")
SOLVE_SILENT = Rule("360080000001", "Solve tickets that wait for four days", "automation")
CLOSE_SOLVED = Rule("360080000002", "Close tickets four days after they are solved", "automation")
STILL_WAITING = Rule("360080000003", "Tell the requester that we are still on it", "automation")

FIRST_NAMES = (
    "Adam Aisha Akira Alba Anton Aylin Beatriz Bilal Carmen Cem Daniel Dana Divya Edgar Elena Emeka Esther Fabio "
    "Fatima Georg Hana Henry Ibrahim Ilse Ivan Jana Jorge Julia Kamal Karin Kwame Laura Leon Lina Lucas Magda Malik "
    "Marta Mateo Mia Milan Nadia Nikos Nora Omar Oscar Paula Pedro Petra Rafael Rania Rosa Samir Sara Sofia Stefan "
    "Tariq Tessa Thomas Uma Valentin Vera Victor Wanda Xenia Yusuf Zara Zoltan"
).split()
LAST_NAMES = (
    "Abara Almeida Andersen Bakker Banerjee Bauer Bianchi Brandt Cano Chen Costa Dahl Diallo Duarte Eriksen Farkas "
    "Ferreira Fontaine Garcia Gruber Gupta Hansen Hoffmann Horvat Ibarra Iyer Jensen Kaya Keller Khan Kim Kovacs "
    "Larsen Lopez Mancini Martin Meyer Mensah Moreau Moreno Mueller Nowak Okafor Olsen Ortega Park Pavlov Pereira "
    "Popescu Quist Ramos Reyes Ricci Rossi Saito Santos Schmid Silva Singh Sousa Suzuki Torres Varga Vidal Weiss "
    "Yilmaz Zhang Zimmer"
).split()


def customer(number: int) -> Person:
    """The end user of that number: always the same name and address."""
    first = FIRST_NAMES[(number * 7) % len(FIRST_NAMES)]
    last = LAST_NAMES[(number * 11 + number // len(FIRST_NAMES)) % len(LAST_NAMES)]
    return Person(f"3810{number:08}", f"{first} {last}", f"{first.lower()}.{last.lower()}{number}@mail.example")
