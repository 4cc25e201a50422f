"""Reports (报表): definitions as data, computed by the worker, kept, sent by mail."""
