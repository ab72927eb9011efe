/** Writes what a program did: one JSON object a line. */
export type Log = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** Longest text of a line, in characters. */
const longest = 1000;

/** The log of a program, on standard output; long texts are cut. */
export const log: Log = (message, fields = {}) => {
  const line = JSON.stringify({ time: new Date().toISOString(), message, ...fields }, (_, value) =>
    typeof value === 'string' && value.length > longest ? `${value.slice(0, longest - 1)}…` : value,
  );
  process.stdout.write(`${line}\n`);
};

/** Takes secrets out of a text. Short ones stay: they would be found in every word. */
export function without(secrets: readonly string[], text: string): string {
  return secrets.filter(({ length }) => length >= 4).reduce((left, secret) => left.replaceAll(secret, '***'), text);
}
