import { tryQuantity } from '../quantity';

/** A format: whether a text has it, and how to say so. */
export interface Format {
  readonly holds: (value: string) => boolean;
  readonly rule: string;
}

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const CRON_FIELD = /^(\*|\?|[\dA-Za-z]+(-[\dA-Za-z]+)?)(\/\d+)?(,(\*|[\dA-Za-z]+(-[\dA-Za-z]+)?)(\/\d+)?)*$/;

function matches(pattern: RegExp, longest: number): (value: string) => boolean {
  return (value) => value.length <= longest && pattern.test(value);
}

function qualified(value: string): boolean {
  const parts = value.split('/');
  const name = parts.at(-1) as string;
  const prefix = parts.length === 2 ? (parts[0] as string) : undefined;
  return parts.length <= 2 && matches(NAME, 63)(name) && (prefix === undefined || matches(SUBDOMAIN, 253)(prefix));
}

/** Formats of texts, by the name the schema files use. Rules: k8s.io/apimachinery `pkg/util/validation`. */
export const FORMATS: Readonly<Record<string, Format>> = {
  'annotation-key': {
    holds: qualified,
    rule: 'a name of at most 63 letters, digits, "-", "_" or ".", with an optional DNS prefix and "/"',
  },
  'label-key': {
    holds: qualified,
    rule: 'a name of at most 63 letters, digits, "-", "_" or ".", with an optional DNS prefix and "/"',
  },
  'label-value': {
    holds: (value) => value === '' || matches(NAME, 63)(value),
    rule: 'at most 63 letters, digits, "-", "_" or ".", beginning and ending with a letter or digit',
  },
  'dns-label': {
    holds: matches(LABEL, 63),
    rule: 'at most 63 lower-case letters, digits or "-", beginning and ending with a letter or digit',
  },
  'dns-1035-label': {
    holds: matches(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 63),
    rule: 'at most 63 lower-case letters, digits or "-", beginning with a letter',
  },
  'dns-subdomain': { holds: matches(SUBDOMAIN, 253), rule: 'at most 253 lower-case letters, digits, "-" or "."' },
  'path-segment': {
    holds: (value) => value !== '.' && value !== '..' && !/[/%]/.test(value),
    rule: 'a name without "/" and "%"',
  },
  'file-key': {
    holds: (value) => matches(/^[-._a-zA-Z0-9]+$/, 253)(value) && !/^\.\.?$|^\.\./.test(value),
    rule: 'at most 253 letters, digits, "-", "_" or "."',
  },
  'environment-name': { holds: (value) => /^[ -<>-~]+$/.test(value), rule: 'printable ASCII without "="' },
  'port-name': {
    holds: (value) => matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, 15)(value) && /[a-z]/.test(value),
    rule: 'at most 15 lower-case letters, digits or "-", with a letter',
  },
  cron: {
    holds: (value) =>
      /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every .+)$/.test(value) ||
      (value.trim().split(/\s+/).length === 5 &&
        value
          .trim()
          .split(/\s+/)
          .every((field) => CRON_FIELD.test(field))),
    rule: 'five cron fields, such as "15 3 * * *"',
  },
  byte: {
    holds: (value) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value),
    rule: 'base64',
  },
  'date-time': {
    holds: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value),
    rule: 'an RFC 3339 time, such as 2026-01-31T12:00:00Z',
  },
  quantity: { holds: (value) => tryQuantity(value) !== undefined, rule: 'a quantity, such as 500m, 256Mi or 2' },
};
