"""Cases counted (统计): facts kept by the worker, measures written as data, one service."""
