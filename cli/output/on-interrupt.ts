const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Has something tidied up before a signal ends the process, which then ends by that signal as it would have.
 *
 * @returns what takes this back.
 */
export function onInterrupt(tidy: () => void): () => void {
  const forget = () => {
    for (const signal of signals) process.off(signal, interrupted);
  };
  const interrupted = (signal: NodeJS.Signals) => {
    forget();
    try {
      tidy();
    } finally {
      process.kill(process.pid, signal);
    }
  };
  for (const signal of signals) process.on(signal, interrupted);
  return forget;
}
