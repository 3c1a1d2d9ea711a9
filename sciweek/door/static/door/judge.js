// What a ticket is worth at a door: the twin of sciweek/door/logic/judging.py. One table of cases holds the two together.
// `sessions`: [{code, codes, bookings: {code: {places, arrived, serial, confirmed}}}]; `now` in seconds, set right.

const told = (verdict, left = 0, other = "") => ({ verdict, left, other });

export function judge(sessions, here, ticket, now) {
  if (ticket === null) return told("forged");
  if (ticket.valid_until < now) return told("expired");
  const session = sessions.find((row) => row.code === here);
  if (session === undefined) return told("elsewhere");
  const booking = session.bookings[ticket.booking];
  if (booking !== undefined) return ofBooking(booking, ticket);
  // Known at another door: the booking went there after this ticket was printed, whatever the ticket says.
  const moved = sessions.find((row) => row.bookings[ticket.booking]);
  if (!moved && session.codes.includes(ticket.session)) return told("provisional", ticket.places);
  const other = moved || sessions.find((row) => row.codes.includes(ticket.session));
  return other ? told("other_session", 0, other.code) : told("elsewhere");
}

function ofBooking(booking, ticket) {
  if (!booking.confirmed) return told("cancelled");
  if (ticket.serial < booking.serial) return told("old", Math.max(0, booking.places - booking.arrived));
  // Written anew after this list was made: the ticket knows better how many places there are.
  if (ticket.serial > booking.serial) return told("provisional", Math.max(0, ticket.places - booking.arrived));
  return judgeFound(booking);
}

// The same for somebody who was found by name or phone, without a ticket in hand.
export function judgeFound(booking) {
  if (!booking.confirmed) return told("cancelled");
  const left = booking.places - booking.arrived;
  if (left <= 0) return told("already");
  return told(booking.arrived ? "partly" : "admit", left);
}
