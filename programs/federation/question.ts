import type { QuestionToCity } from './city-client';
import type { Source } from './fan-out';
import type { MediaType, Read } from './read-request';

/** A question as one source is asked it, without the source's tenant. */
export type AnyQuestion = Omit<QuestionToCity, 'tenant'>;

/** Changes of a client's question for the cities. */
interface Changes {
  /** Further parameters. */
  readonly parameters?: readonly string[];
  /** @default - that of the client */
  readonly accept?: MediaType;
}

/** The client's question in the words of a source: its own context, unless the client names one. */
export function questionTo({ city }: Source, read: Read, { parameters = [], accept }: Changes = {}): AnyQuestion {
  const all = [...read.parameters, ...parameters];
  const posted = read.kind === 'entities' ? read.posted : undefined;
  const link =
    read.link ?? (posted?.contentType === 'application/ld+json' ? undefined : linkToContext(city.city.context));
  return {
    path: `${read.path}${all.length > 0 ? `?${all.join('&')}` : ''}`,
    headers: {
      accept: accept ?? read.accept,
      ...(link !== undefined && { link }),
      ...(posted && { 'content-type': posted.contentType }),
    },
    ...(posted && { method: 'POST', body: posted.body }),
  };
}

/** The `Link` that names a context (JSON-LD 1.1, 6.1). */
export function linkToContext(url: string): string {
  return `<${url}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
}
