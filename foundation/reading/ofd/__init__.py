"""OFD (GB/T 33190-2016) drawn as pages: read from its zip, laid out, painted by pdfium.

Each page becomes one page of a PDF in memory, letters as outlines, and pdfium paints it; there is
no second painter in the house. Runs in children only (`ofd_child`, intake), which cap what it may
cost. What cannot be drawn is named, never guessed.
"""
