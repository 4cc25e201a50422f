"""审计: the chain tended by the worker, searched by auditors, proved by a command."""
