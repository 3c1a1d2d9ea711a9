"""The desk's pages of booking."""
