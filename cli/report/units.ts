/** Mebibytes as people read them: `512 MiB`, `1.5 GiB`. */
export function memory(mebibytes: number): string {
  return mebibytes < 1024 ? `${mebibytes} MiB` : `${rounded(mebibytes / 1024)} GiB`;
}

/** Millicores as people read them: `250 m`, `2 cores`. */
export function processor(millis: number): string {
  if (millis < 1000) return `${millis} m`;
  return millis === 1000 ? '1 core' : `${rounded(millis / 1000)} cores`;
}

/** A whole number with its thousands set apart, the same on every machine. */
export function whole(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 city`, `2 cities`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${whole(amount)} ${amount === 1 ? one : many}`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
