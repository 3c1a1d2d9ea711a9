"""The released programme as other machines read it: calendars, schedules, search engines, feed readers."""
