"""Faces hold no legal logic: they take words in, call a service and show what it gives."""
