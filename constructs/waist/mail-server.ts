import type { Reference } from './primitives/reference';
import type { Egress } from './primitives/workload';

/** A mail server that the city has, as programs of the platform send through it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** Address of the sender. */
  readonly from: string;
  readonly security: 'starttls' | 'none';
  /** @default the server takes mail without a login */
  readonly login?: { readonly user: string; readonly password: Reference };
}

/** The way to it. None without one. */
export function toMailServer(mail: MailServer | undefined, reason: string): Egress[] {
  return mail ? [{ to: { host: mail.host }, ports: [mail.port], reason }] : [];
}
