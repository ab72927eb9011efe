/** One question to the platform and what came back: the evidence of a check, in plain text. */
export interface Exchange {
  /** The question as it was sent, secrets left out. */
  readonly request: string;
  /** What came back, shortened. */
  readonly answer: string;
}

/** An answer over HTTP, with the exchange that it is the end of. */
export interface PlatformAnswer extends Exchange {
  readonly url: string;
  readonly status: number;
  /** Lower-case names; several values of one header are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The body as an object; empty where it is another value or no JSON. */
export function objectOf({ body }: Pick<PlatformAnswer, 'body'>): Readonly<Record<string, unknown>> {
  const value = tryJson(body);
  return isPlainObject(value) ? value : {};
}

/** The objects of a body that is a list; empty where it is another value or no JSON. */
export function listOfObjects(answer: PlatformAnswer): readonly Readonly<Record<string, unknown>>[] {
  const value = tryJson(answer.body);
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}

/** Whether a value is an object, and no list. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
