"""One file per use case: here the rooms meet. Faces call nothing below this."""
