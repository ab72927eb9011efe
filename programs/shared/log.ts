/** Writes what a program did: one JSON object a line. */
export type Log = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

export const log: Log = (message, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), message, ...fields })}\n`);
};
