"""What people type into the pages of booking, and what is said to them; without a database."""
