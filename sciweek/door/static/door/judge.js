// What a ticket is worth at a door: the twin of sciweek/door/logic/judging.py. One table of cases holds the two together.
// `sessions`: [{code, codes, bookings: {code: {places, arrived, serial, confirmed}}}]; `now` in seconds, set right;
// `away`: by the code of a booking that is at none of these doors the session where it is now, empty: it has no seats.

const told = (verdict, left = 0, other = "") => ({ verdict, left, other });

export function judge(sessions, here, ticket, now, away = {}) {
  if (ticket === null) return told("forged");
  const session = sessions.find((row) => row.code === here);
  const booking = session && session.bookings[ticket.booking];
  // A session that was put off takes its bookings along: the list knows better than the ticket how long it is good.
  if (booking) return ofBooking(booking, ticket);
  if (ticket.valid_until < now) return told("expired");
  if (session === undefined) return told("elsewhere");
  // Known at another door: the booking went there after this ticket was printed, whatever the ticket says.
  const moved = sessions.find((row) => row.bookings[ticket.booking]);
  const gone = away[ticket.booking];
  if (!moved && gone !== undefined) return gone ? told("other_session", 0, gone) : told("cancelled");
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
