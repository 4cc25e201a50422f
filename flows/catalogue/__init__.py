"""The catalogue as clients read it: lists, themes and whole guides."""
