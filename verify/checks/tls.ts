import { connect, type DetailedPeerCertificate, rootCertificates } from 'node:tls';
import { type Check, must, passed } from '../check';
import type { Exchange } from '../exchange';

/** A certificate that ends sooner has to be renewed by hand. */
const fewestDays = 14;

/** How a host speaks TLS. */
export interface TlsFacts {
  readonly protocol: string | null;
  /** Why the chain is not trusted. @default it is */
  readonly fault?: string;
  readonly validTo: string;
  /** Whether it also takes TLS 1.1 or older. */
  readonly takesOld: boolean;
}

/** TLS, redirects and HSTS of the API's host (RFC 8996, RFC 6797). */
export const tls: Check = {
  mechanisms: { '2024': 'MIM6', current: 'MIM6' },
  level: 'MUST',
  component: 'Gateway',
  needs: ['outside'],
  hint: 'Renew the certificate, and let the edge take TLS 1.2 and newer alone and redirect http to https.',
  async run({ client, platform }) {
    const { hostname, port } = new URL(platform.api);
    const facts = await tlsFacts(hostname, Number(port) || 443, client.options.ca);
    const exchange = { request: `TLS to ${hostname}`, answer: JSON.stringify(facts, null, 1) };
    judgeTls(facts, exchange);
    const plain = await client.ask(`http://${hostname}/`);
    const { location = '' } = plain.headers;
    const redirects = plain.status >= 300 && plain.status < 400 && location.startsWith('https://');
    must(redirects, `http is answered with ${plain.status} in place of a redirect to https.`, plain);
    const secured = await client.ask(`${platform.api}/entities`);
    const hsts = /max-age=(\d+)/.exec(secured.headers['strict-transport-security'] ?? '')?.[1];
    must(Number(hsts) > 0, 'Answers have no Strict-Transport-Security.', secured);
    return passed(exchange, `${facts.protocol}, trusted until ${facts.validTo}; http leads to https; HSTS is on.`);
  },
};

/**
 * What is asked of TLS.
 *
 * @throws Shortfall with the first that is not so
 */
export function judgeTls({ protocol, fault, validTo, takesOld }: TlsFacts, exchange: Exchange, now = Date.now()): void {
  must(fault === undefined, `The certificate is not trusted: ${fault}.`, exchange);
  must(protocol === 'TLSv1.2' || protocol === 'TLSv1.3', `The host speaks ${protocol}.`, exchange);
  must(!takesOld, 'The host also takes TLS 1.1 or older.', exchange);
  const days = Math.floor((Date.parse(validTo) - now) / 86_400_000);
  must(days > fewestDays, `The certificate ends in ${days} days.`, exchange);
}

async function tlsFacts(host: string, port: number, ca: string | undefined): Promise<TlsFacts> {
  const trust = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  const speak = (versions: object) =>
    new Promise<Omit<TlsFacts, 'takesOld'>>((resolve, reject) => {
      const socket = connect({ host, port, servername: host, rejectUnauthorized: false, ...trust, ...versions });
      const timer = setTimeout(() => socket.destroy(new Error(`${host} did not finish its TLS handshake`)), 5000);
      socket.on('close', () => clearTimeout(timer));
      socket.on('error', reject);
      socket.on('secureConnect', () => {
        const { valid_to: validTo = '' } = socket.getPeerCertificate() as DetailedPeerCertificate;
        const fault = socket.authorizationError as unknown;
        resolve({
          protocol: socket.getProtocol(),
          ...(!socket.authorized && { fault: fault instanceof Error ? fault.message : String(fault) }),
          validTo,
        });
        socket.end();
      });
    });
  const facts = await speak({});
  // As Node itself would refuse so old a protocol, it is told not to.
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const takesOld = await speak(old).then(
    () => true,
    () => false,
  );
  return { ...facts, takesOld };
}
