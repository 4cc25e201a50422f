"""Lists of work and cases: filters, order, pages, saved views, many at once, watched cases."""
