"""reports: everything a person sees: documents, pages, the command line."""
