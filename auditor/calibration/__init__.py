"""How far people and the auditor agree: a sample to be reviewed, and what the filled worklists show."""
