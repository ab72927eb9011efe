import type { CheckId } from '../../../constructs/waist/checks';
import type { PriceId, PriceRow } from '../../cost/aws-prices';
import type { MechanismId } from '../mechanisms';
import type { PrerequisiteTexts } from '../prerequisite';
import type { english } from './english';

/** A message that English has: others have it with the same values. */
type Message<Of> = Of extends (...values: infer Values) => string
  ? (...values: Values) => string
  : Of extends string
    ? string
    : { readonly [Id in keyof Of]: Message<Of[Id]> };

/** A text of the page's own. */
export type MessageId = keyof (typeof english)['messages'];

/** Every text of the page's own: one that is missing, or takes other values than the English one, does not compile. */
export type Messages = { readonly [Id in MessageId]: Message<(typeof english)['messages'][Id]> };

/** What a Minimal Interoperability Mechanism is. */
export interface MechanismText {
  readonly name: string;
  readonly about: string;
  /** Why the platform claims nothing of it. @default it claims some of it */
  readonly why?: string;
}

/** A language that the page can be written in: one file beside this one, and an entry in the index. */
export interface Language {
  /** BCP 47 tag: `tr`. Numbers are written as is usual there. */
  readonly tag: string;
  // biome-ignore lint/suspicious/noExplicitAny: that English itself is what Messages follow from would be a ring.
  readonly messages: Record<string, any>;
  readonly prerequisites: PrerequisiteTexts;
  readonly mechanisms: Readonly<Record<MechanismId, MechanismText>>;
  /** What each check has to find. @default as the checks say it, in English */
  readonly checks: Readonly<Record<CheckId, string>> | undefined;
  /** What is paid for. */
  readonly prices: Readonly<Record<PriceId, string>>;
  /** Units of what is paid for, of one and of several. */
  readonly units: Readonly<Record<PriceRow['unit'], readonly [one: string, many: string]>>;
  /** What components, programs, targets and data models say of themselves, by the English text. */
  readonly phrases: Readonly<Record<string, string>>;
}

/** A language beside English. */
export interface Translation extends Language {
  readonly messages: Messages;
  readonly checks: Readonly<Record<CheckId, string>>;
}
