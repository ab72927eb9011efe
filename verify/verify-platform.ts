import { setMaxListeners } from 'node:events';
import type { VerifiedPlatform } from '../constructs/components/verification/verified-platform';
import { type CheckId, checks } from '../constructs/waist/checks';
import { certificateFix } from './certificate-fix';
import { type Check, type CheckNeed, Shortfall, skipped, type Verdict } from './check';
import type { ApiQuestion, CheckContext } from './check-context';
import { checkOf } from './checks';
import { Client, type Via } from './client';
import type { Cluster } from './cluster';
import type { Edition } from './edition';
import { Fixture } from './fixture';
import { limited } from './limited';
import type { NotificationReceiver } from './notification-receiver';
import { reachTcp } from './reach';
import { Redactor } from './redact';
import { type Report, type Result, summaryOf } from './report';
import { type ClientCredentials, fetchToken, type Token, tokenOf } from './token';
import { VerifyError } from './verify-error';

/** How a run is called. */
export interface VerifyOptions {
  /** @default current */
  readonly edition?: Edition;
  /** Who asks. @default nobody: what needs a token is skipped */
  readonly credentials?: ClientCredentials | { readonly token: string };
  /** Tenant to write in, and to read by itself. @default the first of the token's, or `verify` where it has that */
  readonly tenant?: string;
  /** Whether a fixture is written, and removed again. @default false */
  readonly write?: boolean;
  /** Checks to run. @default all of the edition */
  readonly only?: readonly CheckId[];
  /** As {@link ClientOptions.ca}. */
  readonly ca?: string;
  /** Where the platform's hosts are reached instead of their public addresses. @default there */
  readonly via?: string;
  readonly receiver?: NotificationReceiver;
  readonly cluster?: Cluster;
  /** Ends the run: what is under way is given up, and what was written is removed. */
  readonly signal?: AbortSignal;
  /** For one exchange, in milliseconds. @default 10000 */
  readonly timeout?: number;
  /** How long a check waits for what takes its time, such as history, in milliseconds. @default 25000 */
  readonly patience?: number;
  /** For all checks together, in milliseconds. @default 50000 */
  readonly deadline?: number;
  /** Is told what is under way. */
  readonly tell?: (what: string) => void;
}

/** How many checks run side by side. */
const atOnce = 6;

/** Why a check could not be tried, and what would let it. */
const withoutNeed: Readonly<Record<CheckNeed, string>> = {
  token: 'The run had no token: give CITYKIT_CLIENT_ID and CITYKIT_CLIENT_SECRET, or --token-file.',
  write: 'The run only read: --write lets it write a fixture, and remove it again.',
  outside: 'The run did not come from outside, where the public addresses lead.',
  receiver: 'The run could not be notified: --receiver names an address that leads to it.',
  cluster: 'The run did not look into the cluster: --cluster lets it, by kubectl.',
};

/**
 * Holds a running platform against the checks of an edition. Bounded: each exchange, each check and the run have an end; a
 * host that keeps silent is not asked again. What was written is removed, also after a failure and when the signal comes.
 *
 * @throws VerifyError where the platform does not answer at all, or what the run was given does not open it
 */
export async function verifyPlatform(platform: VerifiedPlatform, options: VerifyOptions = {}): Promise<Report> {
  const { edition = 'current', timeout, deadline = 50_000, ca, only, tell = () => undefined } = options;
  const time = new Date().toISOString();
  const begun = performance.now();
  const redactor = new Redactor();
  const signal = options.signal ?? new AbortController().signal;
  // Each exchange under way listens.
  setMaxListeners(100, signal);
  const via: Via | undefined = options.via === undefined ? undefined : { url: options.via, hosts: platform.hosts };
  const client = new Client({ redactor, signal, ca, via, timeout });
  tell(`${platform.title}: is it there?`);
  await atHome(client, platform);
  const token = await tokenFor(client, platform, options);
  const tenant = options.tenant ?? (token?.tenants.includes('verify') ? 'verify' : token?.tenants[0]);
  // What tidies up has to go on when the rest is given up.
  const tidying = new Client({ redactor, signal: new AbortController().signal, ca, via, timeout: 5000 });
  const asking = (own: Client) => askApi(own, platform, token, tenant);
  const fixture = options.write ? new Fixture(asking(tidying)) : undefined;
  const context = contextOf(platform, client, asking(client), { ...options, edition, token, tenant, fixture });
  const results: Result[] = [];
  let left: readonly string[] = [];
  try {
    if (fixture) {
      if (!token) throw new VerifyError('Nothing can be written without a token.', withoutNeed.token);
      tell('writing the fixture');
      await fixture.write();
    }
    const wanted = checksOf(edition).filter(([id]) => only === undefined || only.includes(id));
    results.push(...(await runAll(wanted, context, { edition, ends: begun + deadline, signal, tell })));
  } finally {
    if (fixture) {
      tell('removing the fixture');
      left = await limited(fixture.remove(), 15_000, 'what was written').catch(() => ['/entities']);
    }
  }
  signal.throwIfAborted();
  return {
    edition,
    target: platform.api,
    title: platform.title,
    time,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
    wrote: fixture !== undefined,
    left,
    results: results.map((result) => redacted(result, redactor)),
    summary: summaryOf(results),
  };
}

/** The checks of an edition, in the order of their numbers. */
function checksOf(edition: Edition): readonly (readonly [CheckId, Check])[] {
  return (Object.keys(checkOf) as CheckId[])
    .map((id) => [id, checkOf[id]] as const)
    .filter(([, { mechanisms }]) => mechanisms[edition] !== undefined);
}

/** What an edge answers where nothing behind it does (RFC 9110, 15.6). */
const byEdgeAlone: ReadonlySet<number> = new Set([502, 503, 504]);

/** @throws VerifyError where nothing of the platform answers */
async function atHome(client: Client, { api, portal, issuer, models }: VerifiedPlatform): Promise<void> {
  const asked = [`${api}/types`, `${issuer}/.well-known/openid-configuration`, `${models}/`, `${portal}/`];
  const answers = await Promise.allSettled(asked.map((url) => client.ask(url, { headers: { accept: '*/*' } })));
  const reasons = answers.map((answer, at) => {
    if (answer.status === 'rejected') return String(answer.reason?.message);
    const { status } = answer.value;
    return byEdgeAlone.has(status) ? `GET ${asked[at]} is answered with ${status}` : undefined;
  });
  if (reasons.includes(undefined)) return;
  client.options.signal.throwIfAborted();
  const [why] = reasons;
  const [first] = answers;
  const mend = first?.status === 'rejected' ? certificateFix(first.reason?.cause) : undefined;
  if (mend !== undefined) throw new VerifyError(`The certificate of the platform is not accepted: ${why}`, mend);
  throw new VerifyError(
    `The platform does not answer: ${why}`,
    'Look whether its names lead to it and it runs. Before they do, --via names the address of its edge.',
  );
}

async function tokenFor(
  client: Client,
  platform: VerifiedPlatform,
  { credentials }: VerifyOptions,
): Promise<Token | undefined> {
  if (!credentials) return undefined;
  if (!('token' in credentials)) return fetchToken(client, platform, credentials);
  client.options.redactor.add(credentials.token.trim());
  return tokenOf(credentials.token);
}

function askApi(client: Client, { api }: VerifiedPlatform, token: Token | undefined, own: string | undefined) {
  return (path: string, { tenant = own ?? null, token: value = token?.value ?? null, ...question }: ApiQuestion = {}) =>
    client.ask(`${api}${path}`, {
      ...question,
      headers: {
        ...(value !== null && { authorization: `Bearer ${value}` }),
        ...(tenant !== null && { 'NGSILD-Tenant': tenant }),
        ...question.headers,
      },
    });
}

type Given = Pick<CheckContext, 'edition'> &
  Pick<VerifyOptions, 'receiver' | 'cluster' | 'patience'> & {
    readonly token: Token | undefined;
    readonly tenant: string | undefined;
    readonly fixture: Fixture | undefined;
  };

function contextOf(
  platform: VerifiedPlatform,
  client: Client,
  api: CheckContext['api'],
  { edition, token, tenant, fixture, receiver, cluster, patience = 25_000 }: Given,
): CheckContext {
  const found = new Map<string, Promise<unknown>>();
  const known = platform.tenants ?? token?.tenants ?? [];
  const readable = known.filter((one) => token?.tenants.includes(one));
  return {
    platform: { ...platform, ...(platform.tenants === undefined && token && { tenants: token.tenants }) },
    edition,
    client,
    ...(token && { token }),
    ...(tenant !== undefined && { tenant }),
    // Who has tenants has to name one.
    tenants: readable.length > 0 ? readable : [undefined],
    ...(fixture && { fixture }),
    ...(receiver && { receiver }),
    ...(cluster && { cluster }),
    patience,
    reach: reachTcp,
    api,
    once<Found>(key: string, find: () => Promise<Found>) {
      const made = found.get(key) ?? find();
      found.set(key, made);
      return made as Promise<Found>;
    },
  };
}

interface Run {
  readonly edition: Edition;
  /** By performance.now(). */
  readonly ends: number;
  readonly signal: AbortSignal;
  readonly tell: (what: string) => void;
}

async function runAll(
  wanted: readonly (readonly [CheckId, Check])[],
  context: CheckContext,
  run: Run,
): Promise<readonly Result[]> {
  const results = new Map<CheckId, Result>();
  const waiting = [...wanted];
  const work = async () => {
    for (let next = waiting.shift(); next && !run.signal.aborted; next = waiting.shift()) {
      const [id, check] = next;
      run.tell(`${id} ${checks[id]}`);
      results.set(id, await resultOf(id, check, context, run));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return wanted.flatMap(([id]) => results.get(id) ?? []);
}

async function resultOf(id: CheckId, check: Check, context: CheckContext, run: Run): Promise<Result> {
  const begun = performance.now();
  const verdict = await verdictOf(check, context, run);
  const { status, says, exchange } = verdict;
  return {
    id,
    title: checks[id],
    mechanism: (check.mechanisms as Readonly<Record<Edition, string>>)[run.edition],
    level: check.level,
    status,
    evidence: { says, ...(exchange && { request: exchange.request, answer: exchange.answer }) },
    ...(status === 'fail' && { hint: check.hint }),
    component: check.component,
    milliseconds: Math.round(performance.now() - begun),
  };
}

async function verdictOf(check: Check, context: CheckContext, { ends }: Run): Promise<Verdict> {
  const lacking = check.needs?.find((need) => !has(context, need));
  if (lacking) return skipped(withoutNeed[lacking]);
  try {
    const verdict = await limited(check.run(context), Math.max(0, ends - performance.now()), 'the check');
    // Nothing passes on somebody's word.
    if (verdict.status === 'pass' && !verdict.exchange) return { status: 'fail', says: 'Nothing shows it.' };
    return verdict;
  } catch (error) {
    const exchange = error instanceof Shortfall ? error.exchange : undefined;
    return { status: 'fail', says: (error as Error).message, exchange };
  }
}

function has({ token, fixture, receiver, cluster, client }: CheckContext, need: CheckNeed): boolean {
  const held: Readonly<Record<CheckNeed, boolean>> = {
    token: token !== undefined,
    write: fixture !== undefined,
    outside: client.options.via === undefined,
    receiver: receiver !== undefined,
    cluster: cluster !== undefined,
  };
  return held[need];
}

/** Every text once more without secrets: what a check says may repeat what the platform answered. */
function redacted({ evidence, ...result }: Result, redactor: Redactor): Result {
  const clean = Object.entries(evidence).map(([key, text]) => [key, redactor.clean(text as string)]);
  return { ...result, evidence: Object.fromEntries(clean) as typeof evidence };
}
