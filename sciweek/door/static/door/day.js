// The list of the day with what this phone has counted since: pure reckoning.

export function pending(queue, session) {
  return queue.filter((line) => line.session === session.code);
}

const sum = (lines) => lines.reduce((total, line) => total + line.people, 0);

// The sessions as judge.js takes them.
export function atDoors(list, queue) {
  return list.sessions.map((session) => {
    const bookings = {};
    for (const row of session.bookings) {
      const mine = queue.filter((line) => line.session === session.code && line.booking === row.code);
      bookings[row.code] = { places: row.people, arrived: row.arrived + sum(mine), serial: row.serial, confirmed: true };
    }
    for (const code of session.off) bookings[code] = { places: 0, arrived: 0, serial: 0, confirmed: false };
    return { code: session.code, codes: session.codes, bookings };
  });
}

export function arrivedOf(session, row, queue) {
  return row.arrived + sum(pending(queue, session).filter((line) => line.booking === row.code));
}

export function countsOf(session, queue) {
  const mine = pending(queue, session);
  const known = new Set(session.bookings.map((row) => row.code));
  const booked = sum(mine.filter((line) => known.has(line.booking)));
  const counts = session.counts;
  return {
    ...counts,
    inside: counts.inside + sum(mine),
    came: counts.came + booked,
    walked_in: counts.walked_in + sum(mine) - booked,
  };
}

// Bookings by the last part of a name, the last four digits of a phone, or the code.
export function found(session, asked) {
  const text = asked.replace(/\s+/g, "").toLowerCase();
  if (!text) return [];
  if (/^\d{4}$/.test(text)) {
    const byPhone = session.bookings.filter((row) => row.last4 === text);
    if (byPhone.length) return byPhone;
  }
  return session.bookings.filter((row) => {
    const name = row.name.replace(/\s+/g, "").toLowerCase();
    return (
      (name && (name.includes(text) || (text.length > 1 && text.endsWith(name)))) ||
      (text.length >= 4 && row.code.toLowerCase().startsWith(text))
    );
  });
}

// The session that a volunteer most likely stands at: the one that runs or begins next.
export function likely(list, now) {
  const open = list.sessions.filter((session) => session.ends > now && !session.called_off);
  return open[0] || list.sessions[list.sessions.length - 1];
}
