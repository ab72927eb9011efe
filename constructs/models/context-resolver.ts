/** Port of the context site that the broker asks for contexts. */
export const contextResolverPort = 8081;

/** Scorpio adds it to the address of a context server that does not end in it. */
const path = '/ngsi-ld/v1/jsonldContexts/';

/** The broker as it reaches itself. */
const broker = `http://localhost:9090${path}`;

/** What a broker is told as the address of its context server: where there is no resolver, itself. */
export const contextServer = { path, ownUrl: broker } as const;

export interface ContextResolverProps {
  /** Public URL of the context site. */
  readonly siteUrl: string;
  /** Public URL of the broker's API. */
  readonly apiUrl: string;
}

/**
 * The nginx locations that answer a broker's question for an `@context`. Scorpio 5 fetches none by itself: it asks its
 * context server for `createcache/<URL>`, and that is itself by default. The city's own contexts are answered from the
 * site's files, so that no broker needs a way out and back in through the public address. A context that the broker
 * hosts, by its public URL, and every other one send it back to itself.
 */
export function contextResolver({ siteUrl, apiUrl }: ContextResolverProps): string {
  return `    location ~ "^${path}createcache/${literal(siteUrl)}(?<file>/.+)$" { try_files $file =404; }
    location ~ "^${path}createcache/${literal(apiUrl)}${path}(?<id>[^/]+)$" {
      return 302 ${broker}$id;
    }
    location ${path}createcache/ {
      if ($request_uri ~ "^${path}(createcache/.+)$") { return 302 ${broker}$1; }
      return 404;
    }
`;
}

/** A URL in an expression, for a path in which nginx has merged slashes. */
function literal(url: string): string {
  return url.replaceAll('.', '\\.').replace('//', '/+');
}
