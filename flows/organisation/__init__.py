"""The organisation: units, posts, and the accounts of the people in them."""
