"""Pages of the book on paper and in PDF files, set like the printed codebook.

``sheet`` and what builds sheets are pure; ``paging`` decides what stands on which page;
``typesetting`` and ``paper`` need Qt and run on a worker.
"""
