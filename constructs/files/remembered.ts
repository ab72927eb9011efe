/**
 * A function that keeps what it made, for texts of which each city has the same: a program, a page, a name. What was not
 * asked for while as much again was made is given back, so that what differs from city to city does not push out what
 * they share.
 *
 * @param most what is kept together, in characters or bytes; for a moment it is twice that.
 */
export function remembered<In, Out extends { readonly length: number }>(
  make: (value: In) => Out,
  most = 4_000_000,
): (value: In) => Out {
  let recent = new Map<In, Out>();
  let older = new Map<In, Out>();
  let room = most;
  return (value) => {
    const kept = recent.get(value);
    if (kept !== undefined) return kept;
    const made = older.get(value) ?? make(value);
    room -= made.length;
    if (room < 0) {
      [older, recent] = [recent, new Map()];
      room = most - made.length;
    }
    recent.set(value, made);
    return made;
  };
}
