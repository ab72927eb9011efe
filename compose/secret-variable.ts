/** A secret on one machine: a variable of the file `.env`, which Compose fills in. */
export interface SecretVariable {
  readonly variable: string;
  /** Whether it may be absent, and is empty then. @default false */
  readonly optional?: boolean;
}

/** Its place in a Compose file. One that is missing stops Compose with these words. */
export function placeOf({ variable, optional }: SecretVariable): string {
  return optional ? `\${${variable}:-}` : `\${${variable}:?is not in .env, citykit up makes it}`;
}

/** Compose reads a dollar sign as the start of a variable, and two of them as one. */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}
