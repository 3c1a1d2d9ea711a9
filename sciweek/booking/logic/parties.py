"""Who comes: people by age band, never by birth date."""

from dataclasses import dataclass

MOST_PEOPLE = 1000


@dataclass(frozen=True, slots=True)
class Party:
    """Numbers of people: adults; 14 to 17, 6 to 13 and under 6 years; pupils of a school group."""

    adults: int = 0
    teens: int = 0
    children: int = 0
    small: int = 0
    pupils: int = 0

    @property
    def people(self) -> int:
        return self.adults + self.teens + self.children + self.small + self.pupils

    @property
    def has_under_14(self) -> bool:
        """Whether a guardian must agree (Personal Information Protection Law, art. 31)."""
        return self.children + self.small + self.pupils > 0

    @property
    def is_possible(self) -> bool:
        numbers = (self.adults, self.teens, self.children, self.small, self.pupils)
        return all(0 <= number <= MOST_PEOPLE for number in numbers) and 0 < self.people <= MOST_PEOPLE

    def places(self, *, small_need_seats: bool) -> int:
        """Seats that the party needs."""
        return self.people - (0 if small_need_seats else self.small)
