/** How Envoy is started and stopped. */
export interface StartCommandProps {
  /** Port of Envoy's administration interface on 127.0.0.1. */
  readonly adminPort: number;
  /** Where the configuration is mounted. */
  readonly configFile: string;
  /** Worker threads: the CPUs of the container, rounded up. */
  readonly concurrency: number;
  /**
   * Seconds between SIGTERM and the end, in which `/ready` is 503 and every answer closes its connection.
   * @default 15
   */
  readonly drainSeconds?: number;
}

/**
 * A command that loses no request on SIGTERM. Envoy itself exits at once on that signal, and its drain is a POST to
 * the administration interface, which only a process in the container reaches: so bash starts Envoy, catches the signal
 * and drains first. Needs an image with bash, as `envoyproxy/envoy:vX.Y.Z` is and its `distroless` variant is not, and
 * a grace period of `drainSeconds` and 5 s more. Nothing is written to disk.
 */
export function startCommand(props: StartCommandProps): string[] {
  const { adminPort, configFile, concurrency, drainSeconds = 15 } = props;
  // SIGTERM ends the first `wait`; the second returns Envoy's own exit code.
  const script = [
    'drain() {',
    `  exec 3<>/dev/tcp/127.0.0.1/${adminPort}`,
    String.raw`  printf 'POST /healthcheck/fail HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' >&3`,
    '  cat <&3 >/dev/null',
    `  sleep ${drainSeconds}`,
    '  kill -TERM "$envoy"',
    '}',
    'trap drain TERM INT',
    '"$@" &',
    'envoy=$!',
    'wait "$envoy"',
    'trap - TERM INT',
    'wait "$envoy"',
  ].join('\n');
  const envoy = ['envoy', '-c', configFile, '--concurrency', String(concurrency)];
  // Access log lines are written within a second; without hot restart no shared memory is needed.
  const options = ['--disable-hot-restart', '--file-flush-interval-msec', '1000', '--log-level', 'warning'];
  return ['bash', '-c', script, 'gateway', ...envoy, ...options];
}
