"""申请表 in: what each line means, what would become of it, and saving them all at once."""
