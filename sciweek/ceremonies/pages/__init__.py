"""Pages of ceremonies on the desk."""
