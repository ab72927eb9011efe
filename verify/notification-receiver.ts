import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** Takes notifications for a run: a small server, and the address under which the platform reaches it. */
export class NotificationReceiver {
  readonly #server: Server;
  readonly #waiting: { readonly path: string; readonly told: (body: string) => void }[] = [];

  private constructor(
    /** Public address of this server, without a slash at its end. */
    readonly url: string,
  ) {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      request.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > 1024 * 1024) request.destroy();
        else chunks.push(chunk);
      });
      request.on('end', () => {
        response.writeHead(204).end();
        const body = Buffer.concat(chunks).toString();
        for (const { path, told } of this.#waiting) if (request.url?.endsWith(path)) told(body);
      });
    });
  }

  /**
   * Listens.
   *
   * @param url where the platform reaches what listens here
   */
  static async listen(url: string, host: string, port: number): Promise<NotificationReceiver> {
    const receiver = new NotificationReceiver(url.replace(/\/+$/, ''));
    receiver.#server.listen(port, host);
    await once(receiver.#server, 'listening');
    return receiver;
  }

  /** The body of the next request to a path that fits; undefined when none comes in time. */
  next(path: string, fits: (body: string) => boolean, milliseconds: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(undefined), milliseconds);
      const waiting = { path, told: (body: string) => (fits(body) ? done(body) : undefined) };
      const done = (body: string | undefined) => {
        clearTimeout(timer);
        const at = this.#waiting.indexOf(waiting);
        if (at >= 0) this.#waiting.splice(at, 1);
        resolve(body);
      };
      this.#waiting.push(waiting);
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
