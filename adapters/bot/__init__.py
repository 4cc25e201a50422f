"""The Rasa process that understands sentences and chooses what to do, reached over HTTP."""
