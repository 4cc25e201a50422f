"""导出: a list written to a file by the worker, with progress, for its owner alone, for a day."""
