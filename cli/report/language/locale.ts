import { type CheckId, checks } from '../../../constructs/waist/checks';
import { type Html, html } from '../../../page/html';
import { awsPrices, type PriceId, type PriceRow } from '../../cost/aws-prices';
import type { MechanismId } from '../mechanisms';
import { type Prerequisite, type PrerequisiteText, prerequisiteText } from '../prerequisite';
import { languages } from '.';
import type { Language, MechanismText, Messages } from './language';
import type { LanguageTag } from './tags';

/** Writes texts, numbers and quantities in one language, the same on every machine. */
export class Locale {
  readonly #language: Language;
  /** Making one takes longer than a hundred numbers. */
  readonly #formats = new Map<string, Intl.NumberFormat>();

  constructor(tag: LanguageTag) {
    this.#language = languages[tag];
  }

  get tag(): string {
    return this.#language.tag;
  }

  /** The page's own texts. */
  get t(): Messages {
    return this.#language.messages as Messages;
  }

  /** A whole number with its thousands set apart. */
  whole(value: number): string {
    return this.#number(value, 0);
  }

  /** A number with one digit after the point, where it is not whole. */
  decimal(value: number): string {
    return this.#number(value, 1);
  }

  /** Mebibytes as people read them: `512 MiB`, `1.5 GiB`. */
  memory(mebibytes: number): string {
    return mebibytes < 1024 ? `${this.whole(mebibytes)} MiB` : `${this.decimal(mebibytes / 1024)} GiB`;
  }

  /** Millicores as people read them: `250 m`, `2 cores`. */
  processor(millis: number): string {
    return millis < 1000 ? `${this.whole(millis)} m` : this.t.cores(this.decimal(millis / 1000));
  }

  /** US dollars, whole where they are many. */
  dollars(value: number): string {
    return `$${this.#number(value, value < 100 ? 2 : 0, value < 100 ? 2 : 0)}`;
  }

  /** The price of one unit, with all its digits. */
  unitPrice(value: number): string {
    return `$${this.#number(value, 6)}`;
  }

  price(id: PriceId): string {
    return this.#language.prices[id];
  }

  /** `2,190 hours`; of what is paid for by the month, how many there are. */
  quantity(id: PriceId, amount: number): string {
    const row: PriceRow = awsPrices[id];
    const [one, many] = this.#language.units[row.unit];
    const written = amount < 10 ? this.decimal(amount) : this.whole(amount);
    return row.unit === 'month' ? written : `${written} ${amount === 1 ? one : many}`;
  }

  unit(id: PriceId): string {
    return this.#language.units[awsPrices[id].unit][0];
  }

  mechanism(id: MechanismId): MechanismText {
    return this.#language.mechanisms[id];
  }

  check(id: CheckId): string {
    return this.#language.checks?.[id] ?? checks[id];
  }

  prerequisite({ id, values }: Prerequisite): PrerequisiteText {
    const said = 'component' in values ? { ...values, component: this.say(values.component) } : values;
    return prerequisiteText({ id, values: said }, this.#language.prerequisites);
  }

  /** What something says of itself in English, or what stands there for it; what people wrote stays as it is. */
  say(text: string): string {
    return this.#language.phrases[text] ?? text;
  }

  /** Texts one after another, as the page's lists have them. */
  list(parts: readonly (Html | string)[]): Html {
    return html`${parts.map((part, at) => html`${at > 0 && ', '}${part}`)}`;
  }

  #number(value: number, most: number, least = 0): string {
    const key = `${most} ${least}`;
    let format = this.#formats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(this.tag, { maximumFractionDigits: most, minimumFractionDigits: least });
      this.#formats.set(key, format);
    }
    return format.format(value);
  }
}
