import { z } from 'zod';

/** Neither control characters nor what some readers take for the end of a line, a mark of byte order or half a character. */
const oneLine = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\ufeff]+$/u;

/** One line of text for people: 1 to `max` characters, no control characters. */
export function textLine(max: number) {
  const error = `Text of 1 to ${max} characters on one line, without control characters.`;
  return z.string().regex(oneLine, { error }).max(max, { error });
}

/** An integer from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number) {
  const error = `A whole number from ${min} to ${max}.`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** Why a safety is switched off; it appears in the platform's report. */
export function reason() {
  const error = 'Opting out takes a reason: 10 to 500 characters that a reader of the report understands.';
  return z
    .string()
    .regex(oneLine, { error })
    .min(10, { error })
    .max(500, { error })
    .refine((value) => value.trim().length >= 10, { error })
    .meta({
      description: 'Why; it appears in the report of the platform.',
      examples: ['A rehearsal that is thrown away every night.'],
    });
}

/** A list of at most `max` items. */
export function listOf<Item extends z.ZodType>(item: Item, max: number) {
  return z.array(item).max(max, { error: `A list of at most ${max} items.` });
}

/** An RFC 1123 label, as Kubernetes wants it for namespaces and most names. */
export function dnsLabel(max: number) {
  const error = `Lower-case letters, digits and hyphens, at most ${max} characters, ending with a letter or digit.`;
  return z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, { error })
    .max(max, { error });
}

/** An RFC 1123 subdomain, as Kubernetes wants it for the names of most objects. */
export function dnsSubdomain() {
  const error =
    'The name of a Kubernetes object: lower-case letters, digits, hyphens and dots, at most 253 characters.';
  return z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, { error })
    .max(253, { error });
}

/** A DNS name of at least two labels, lower case. 200 characters leave room for the names a platform adds. */
export function domainName() {
  const error =
    'A domain name alone, in lower case: at least two labels, no scheme, port or path, at most 200 characters.';
  return z
    .string()
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, { error })
    .max(200, { error });
}

/** A host by its DNS name or IPv4 address. */
export function hostName() {
  const error = 'A host name alone, in lower case: no scheme, port or path, at most 253 characters.';
  return z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, { error })
    .max(253, { error });
}

/** The address of a mailbox. */
export function email() {
  return z.email({ error: 'An e-mail address.' }).max(254, { error: 'An e-mail address of at most 254 characters.' });
}

/** Address below which a city keeps the pages that say what to do about an alarm. */
export function runbooks() {
  return z
    .string()
    .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~%-]+)*\/?$/, {
      error: 'An https address without a query, such as https://wiki.izmir.example/runbooks.',
    })
    .max(300, { error: 'An address of at most 300 characters.' })
    .meta({
      description:
        "Address below which the pages lie that alarms lead to, each by the alarm's name and .md. Default: the path of the kit's own.",
      examples: ['https://wiki.izmir.example/runbooks'],
    });
}
