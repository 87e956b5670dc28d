"""What several reports say: instants, words, quotes, cases and their histories, as plain values."""
