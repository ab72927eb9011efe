import type { PathSteps } from './problem-path';

/** What stands in the place of a value that must not be shown. */
export const hidden = '[not shown]';
const secretKey =
  /passw|passphrase|secret|token|credential|private[-_]?key|api[-_]?key|access[-_]?key|^headers$|authorization/i;
/** A length or a life in minutes is no secret, whatever it belongs to. */
const measure = /(Length|Minutes)$/;
const secretText =
  /-----BEGIN|\bA(?:KIA|SIA)[A-Z0-9]{16}\b|\beyJ[\w-]{10,}\.|\b(?:Basic|Bearer|ApiKey) \S{8}|:\/\/[^/\s:@]*:[^/\s@]*@/;

/**
 * A value as it may be shown in a message: short, of finite depth, and without anything that sits under a key that
 * names a secret, or that looks like one (a key block, an AWS access key, a token, what an Authorization header holds, a URL
 * with a password).
 */
export function redact(value: unknown, steps: PathSteps = [], depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      if (secretText.test(value) || underSecret(steps)) return hidden;
      return value.length > 120 ? `${value.slice(0, 120)}…` : value;
    case 'number':
      if (underSecret(steps)) return hidden;
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      if (value === null) return null;
      if (depth === 3) return '…';
      if (Array.isArray(value)) return value.slice(0, 5).map((item, at) => redact(item, [...steps, at], depth + 1));
      return Object.fromEntries(
        Object.entries(value)
          .slice(0, 10)
          .map(([key, item]) => [key, redact(item, [...steps, key], depth + 1)]),
      );
    default:
      return `[${typeof value}]`;
  }
}

function underSecret(steps: PathSteps): boolean {
  return steps.some((step) => secretKey.test(String(step)) && !measure.test(String(step)));
}
