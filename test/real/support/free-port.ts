import { listening } from './wait';

const taken = new Set<number>();

/** A free loopback port whose successor by 1000, where parts put their management, is free too. */
export async function freePort(): Promise<number> {
  for (;;) {
    // Below what the kernel gives to outgoing connections.
    const port = 10_000 + Math.floor(Math.random() * 9_000);
    if (taken.has(port) || taken.has(port + 1000) || (await listening(port)) || (await listening(port + 1000)))
      continue;
    taken.add(port).add(port + 1000);
    return port;
  }
}
