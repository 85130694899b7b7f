"""The user's documents and matters, and official texts on their way into it."""
