import { connect } from 'node:net';

/** Opens a TCP connection and tells how that ended; nothing is sent. */
export function reachTcp(host: string, port: number, milliseconds = 2500): Promise<'open' | 'refused' | 'silent'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (how: 'open' | 'refused' | 'silent') => {
      clearTimeout(timer);
      socket.destroy();
      resolve(how);
    };
    const timer = setTimeout(() => end('silent'), milliseconds);
    socket.on('connect', () => end('open'));
    socket.on('error', () => end('refused'));
  });
}
