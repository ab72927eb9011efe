import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/** A mail that was taken. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they were sent. */
  readonly text: string;
}

export interface MailServerProps {
  /** Files in PEM. */
  readonly certificate: string;
  readonly key: string;
  /** The one login that may send. */
  readonly user: string;
  readonly password: string;
}

/** A mail server on loopback (RFC 5321) that takes mail after STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4954) alone. */
export class MailServer {
  readonly mails: Mail[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(readonly props: MailServerProps) {
    this.#server = createServer((socket) => {
      this.#keep(socket);
      socket.write('220 localhost\r\n');
      this.#talk(socket, false);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
  }

  #talk(socket: Socket, secure: boolean): void {
    const { user, password } = this.props;
    let from = '';
    let to: string[] = [];
    let known = false;
    let body: string[] | undefined;
    let pending = '';
    const answers: Record<string, (line: string) => string> = {
      EHLO: () => `250-localhost\r\n250 ${secure ? 'AUTH PLAIN' : 'STARTTLS'}`,
      AUTH: (line) => {
        // RFC 4616: perhaps on behalf of whom, then who, and the password.
        const [, who, secret] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0');
        known = secure && who === user && secret === password;
        return known ? '235 welcome' : '535 not you';
      },
      MAIL: (line) => {
        from = addressIn(line);
        return known ? '250 ok' : '530 sign in first';
      },
      RCPT: (line) => {
        to.push(addressIn(line));
        return '250 ok';
      },
      DATA: () => {
        body = [];
        return '354 go on';
      },
      NOOP: () => '250 ok',
      RSET: () => '250 ok',
      QUIT: () => '221 bye',
    };
    const listen = (chunk: Buffer) => {
      const lines = (pending + chunk.toString('latin1')).split('\r\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        if (body && line === '.') {
          this.mails.push({ from, to, text: body.join('\r\n') });
          [body, to] = [undefined, []];
          socket.write('250 taken\r\n');
        } else if (body) {
          body.push(line.replace(/^\./, ''));
        } else if (/^STARTTLS$/i.test(line) && !secure) {
          socket.off('data', listen);
          socket.write('220 go on\r\n');
          const { certificate: cert, key } = this.props;
          const secureContext = createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) });
          const inside = new TLSSocket(socket, { isServer: true, secureContext });
          this.#keep(inside);
          this.#talk(inside, true);
          return;
        } else {
          socket.write(`${answers[line.slice(0, 4).toUpperCase()]?.(line) ?? '502 what'}\r\n`);
        }
      }
    };
    socket.on('data', listen);
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
