import type { Log } from '../../../programs/shared/log';

/** A log that keeps its messages, and everything it was given as one text. */
export function recordedLog(): { readonly log: Log; readonly messages: string[]; readonly text: () => string } {
  const messages: string[] = [];
  const everything: string[] = [];
  const log: Log = (message, fields) => {
    messages.push(message);
    everything.push(JSON.stringify({ message, ...fields }));
  };
  return { log, messages, text: () => everything.join('\n') };
}
