"""The digest for a mailbox: what it says, the page and the plain text that say it, and the draft that holds both."""
