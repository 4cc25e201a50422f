"""The editor's commands, one module a noun; each adds its parsers and runs what was asked."""
