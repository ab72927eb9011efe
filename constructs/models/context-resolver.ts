/** Port of the context site that the broker asks for contexts. */
export const contextResolverPort = 8081;

/** Scorpio adds it to the address of a context server that does not end in it. */
const path = '/ngsi-ld/v1/jsonldContexts/';

/** The broker as it reaches itself. */
const broker = `http://localhost:9090${path}`;

/** What a broker is told as the address of its context server: where there is no resolver, itself. */
export const contextServer = { path, ownUrl: broker } as const;

/**
 * After so many requests a connection of the broker is closed, and it makes another. Its client (Vert.x 4.5.9) leaves the
 * body of a redirect unread and counts it, 138 bytes each, as waiting (`HttpContext.receiveResponse` pauses the response,
 * `Http1xClientConnection.readWindow` goes on growing); from 64 KiB on, after some 470 redirects, it reads nothing more of
 * the connection. The next request then waits until nginx takes the connection for idle, which is 75 s.
 */
const requestsOfAConnection = 300;

/**
 * The name by which programs of the platform tell the broker of a context of the site. Scorpio 5 asks its context server for
 * every URL, except one that has `localhost` in it: that it fetches by itself (`Context.parse`), which leads nowhere inside a
 * platform. So below `.localhost` the resolver has a second name for the site, which nobody else has.
 */
export function contextForBroker(url: string): string {
  return url.replaceAll('localhost', 'internal');
}

/** The addresses that a resolver answers for. */
export interface ContextResolverProps {
  /** Public URL of the context site. */
  readonly siteUrl: string;
  /** Public URL of the broker's API. */
  readonly apiUrl: string;
  /**
   * Hosts, or `*.domain` for every name below one, whose contexts the broker may fetch over `https` on port 443.
   * @default - none but ETSI's
   */
  readonly hosts?: readonly string[];
}

/** Where ETSI publishes the core context. */
const etsi = 'uri.etsi.org';

/**
 * The nginx directives of the server that answers a broker's question for an `@context`. Scorpio 5 asks its context server
 * for `createcache/<URL>`, and that is itself by default; in some cases it fetches by itself, which the gateway keeps from happening. The city's own contexts are answered from the
 * site's files, so that no broker needs a way out and back in through the public address. A context that the broker
 * hosts, by its public URL, and one of an allowed host send it back to itself; any other is refused, however it was
 * named: in a header or in a body of any size. What is allowed is what was sent, not what nginx makes of its dots.
 */
export function contextResolver({ siteUrl, apiUrl, hosts = [] }: ContextResolverProps): string {
  const site = [...new Set([siteUrl, contextForBroker(siteUrl)])].map(literal).join('|');
  const allowed = [etsi, ...hosts].map(hostPattern).join('|');
  const url = `https${either(':')}${either('/')}${either('/')}(?:${allowed})(?:${either(':')}443)?${either('/')}[^?#]*`;
  return `    keepalive_requests ${requestsOfAConnection};
    location ~ "^${path}createcache/(?:${site})(?<file>/.+)$" { try_files $file =404; }
    location ~ "^${path}createcache/${literal(apiUrl)}${path}(?<id>[^/]+)$" {
      return 302 ${broker}$id;
    }
    location ${path}createcache/ {
      if ($request_uri ~ "^${path}(createcache/${url})$") { return 302 ${broker}$1; }
      return 403;
    }
`;
}

/** A URL in an expression, for a path in which nginx has merged slashes. */
function literal(url: string): string {
  return url.replaceAll('.', '\\.').replace('//', '/+');
}

function hostPattern(host: string): string {
  const name = (text: string) => text.replaceAll('.', '\\.');
  return host.startsWith('*.') ? `(?:[a-z0-9-]+\\.)+${name(host.slice(2))}` : name(host);
}

/** A character as it is or percent-encoded. */
function either(character: string): string {
  return `(?:${character}|%(?i:${character.charCodeAt(0).toString(16)}))`;
}
