"""The desk's pages of duties."""
