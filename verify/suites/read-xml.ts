import { DOMParser, type Element } from '@xmldom/xmldom';
import { SuiteError } from './suite';

/**
 * The root of an XML document. Entities of a document's own are not taken: a few lines of them can grow to gigabytes.
 *
 * @throws SuiteError where it is none
 */
export function readXml(text: string): Element {
  if (/<!DOCTYPE/i.test(text))
    throw new SuiteError('The results are an XML document with a DOCTYPE, which is not read.');
  try {
    const { documentElement } = new DOMParser({ onError: refuse }).parseFromString(text, 'text/xml');
    if (documentElement) return documentElement;
  } catch {
    // Said below.
  }
  throw new SuiteError('The results are no XML.');
}

function refuse(level: string, message: string): void {
  if (level !== 'warning') throw new SuiteError(message);
}

/** All elements of a name at or below another. */
export const elements = (of: Element, name: string): readonly Element[] => [...of.getElementsByTagName(name)];

/** Its children of a name. */
export const childrenOf = (of: Element, name: string): readonly Element[] =>
  elements(of, name).filter(({ parentNode }) => parentNode === of);
