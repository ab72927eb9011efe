import type { Server } from 'node:http';

/**
 * Lets the requests under way finish, for as long as the configuration allows, and takes no more.
 *
 * @returns once every connection is closed
 */
export async function stopServer(server: Server, grace: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), grace);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
