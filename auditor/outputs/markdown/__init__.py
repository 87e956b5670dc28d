"""Markdown for a chat, a wiki or a pipeline's summary."""
