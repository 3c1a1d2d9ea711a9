"""活动一览表 in: what each line means, and saving all of them at once."""
