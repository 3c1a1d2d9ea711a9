"""The desk's pages of papers."""
