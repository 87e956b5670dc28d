"""What an author asks of a pack: a room, a question a file. Every answer comes from what an audit runs."""
