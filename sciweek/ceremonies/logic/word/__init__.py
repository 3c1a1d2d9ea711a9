"""Word papers of a ceremony: what stands in them as plain values, and how it looks."""
