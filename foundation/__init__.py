"""The ground: settings, database, queue, errors, identifiers. Imports nothing of ours."""
