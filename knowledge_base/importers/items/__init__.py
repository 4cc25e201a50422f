"""The item importer: catalogues of other systems in, brief items, notes and a report out."""
