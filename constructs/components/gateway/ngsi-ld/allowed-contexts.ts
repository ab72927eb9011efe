import { alphanumeric, classOf } from './characters';
import type { AllowedContexts } from './ngsi-ld-guard';

/** Of a URL after its host: no user, no apostrophe, nothing that an address could hide in. */
const rest = `${classOf(alphanumeric('_-.~:/?#@!$&()*+,;=%').ascii)}*`;

/** Below which ETSI publishes the core context. */
export const coreContexts = 'https://uri.etsi.org/ngsi-ld/';

/** Every URL of an allowed context, in the syntax of RE2 and of JavaScript. */
function contextUrlGrammar({ urls, hosts = [] }: AllowedContexts): string {
  const own = [coreContexts, ...urls].map((url) => `${literal(url)}${rest}`);
  const others = hosts.map((host) => `https://${hostGrammar(host)}(?::443)?/${rest}`);
  return `(?:${[...own, ...others].join('|')})`;
}

/** The value of a `Link` header that names one context (JSON-LD 1.1, 6.1). */
export function linkGrammar(contexts: AllowedContexts): string {
  return `\\s*<${contextUrlGrammar(contexts)}>(?:\\s*;\\s*(?:rel|type)="?[A-Za-z0-9.:/#+-]*"?)*\\s*`;
}

/** A host, or with `*.` every host below it. */
function hostGrammar(host: string): string {
  return host.startsWith('*.') ? `(?:[a-z0-9-]+\\.)+${literal(host.slice(2))}` : literal(host);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
