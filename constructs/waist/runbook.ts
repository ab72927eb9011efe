/** Where the kit's pages lie that say what an alarm means, how to look and how to mend, unless the city has them elsewhere. */
const runbooks = 'docs/runbooks';

/** The page of an alarm: below the address that the city keeps its runbooks at, else the kit's own by its path. */
export function runbookOf(name: string, address: string = runbooks): string {
  return `${address.replace(/\/$/, '')}/${name}.md`;
}
