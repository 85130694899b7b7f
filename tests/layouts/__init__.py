"""Invented treaties, and ways to lay them out as publishers do: what a reader makes of them must be what they were."""
