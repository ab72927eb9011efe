import { isObject } from '../shared/json-value';
import { Missing } from './missing';
import type { Ask } from './transport';

/** A token, and until when it is used. */
interface Token {
  readonly value: string;
  /** From then on a new one is asked for, while this one is used. Milliseconds since 1970. */
  readonly renewAt: number;
  readonly expiresAt: number;
}

/** Who asks for tokens, and how. */
export interface TokenClient {
  readonly clientId: string;
  readonly secret: string;
  /** Sends a form to the token endpoint. @throws Missing */
  readonly post: Ask;
}

/** Of the lifetime of a token, when the next is asked for. */
const renewal = 0.7;

/** Before the end of a token it is no longer used, in milliseconds: clocks differ. */
const margin = 5000;

/**
 * The access token of one city, by OAuth 2.0 client credentials (RFC 6749, 4.4). It is asked for when it is first needed and
 * once more well before its end; all who wait for one wait for the same.
 */
export class AccessToken {
  #token: Token | undefined;
  #asked: Promise<Token> | undefined;

  constructor(private readonly client: TokenClient) {}

  /** When the token in use ends, in milliseconds since 1970. */
  get expiresAt(): number | undefined {
    return this.#token?.expiresAt;
  }

  /** @throws Missing when there is none */
  async current(): Promise<string> {
    const now = Date.now();
    const token = this.#token;
    if (!token || now >= token.expiresAt - margin) return (await this.#renew()).value;
    // Whoever asks next gets the new one; should there be none, this one still holds.
    if (now >= token.renewAt) this.#renew().catch(() => undefined);
    return token.value;
  }

  /** The city refuses this token: the next is another, unless there is another already. */
  refused(value: string): void {
    if (this.#token?.value === value) this.#token = undefined;
  }

  #renew(): Promise<Token> {
    this.#asked ??= this.#ask().finally(() => {
      this.#asked = undefined;
    });
    return this.#asked;
  }

  async #ask(): Promise<Token> {
    const { clientId, secret, post } = this.client;
    const began = Date.now();
    const answer = await post({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secret,
      }).toString(),
    });
    if (answer.status === 429) throw new Missing('limited', 'its identity has too many requests');
    if (answer.status >= 500) throw new Missing('failing', `its identity answered ${answer.status}`);
    if (answer.status !== 200) throw new Missing('no-access', `its identity answered ${answer.status}`);
    const { access_token: value, expires_in: seconds } = parsed(answer.body);
    if (typeof value !== 'string' || !/^[\w.~+/=-]+$/.test(value) || typeof seconds !== 'number' || !(seconds > 0)) {
      throw new Missing('nonsense', 'its identity gave no token');
    }
    this.#token = { value, renewAt: began + 1000 * seconds * renewal, expiresAt: began + 1000 * seconds };
    return this.#token;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
