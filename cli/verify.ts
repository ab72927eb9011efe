import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { VerifiedPlatform } from '../constructs/components/verification/verified-platform';
import { loadSpec } from '../constructs/files/load-spec';
import { partOf } from '../constructs/platform/federation-part';
import { verifiedPlatformOf } from '../constructs/platform/verified-platform-of';
import { CityError } from '../constructs/problems/city-error';
import { type City, namedTargets } from '../constructs/spec/city';
import type { CheckId } from '../constructs/waist/checks';
import { Client } from '../verify/client';
import { KubectlCluster } from '../verify/cluster';
import { changesSince, type ResultChange } from '../verify/compare';
import type { Edition } from '../verify/edition';
import { NotificationReceiver } from '../verify/notification-receiver';
import { platformAt } from '../verify/platform-at';
import { Redactor } from '../verify/redact';
import type { Report } from '../verify/report';
import { tryReport } from '../verify/report-schema';
import { junit } from '../verify/reports/junit';
import { mimYml } from '../verify/reports/mim-yml';
import { reportPage } from '../verify/reports/page';
import { importSuite, runSuite } from '../verify/suites/run-suite';
import { SuiteError, type SuiteResults } from '../verify/suites/suite';
import { type SuiteId, suiteIds } from '../verify/suites/suite-ids';
import { VerifyError } from '../verify/verify-error';
import { type VerifyOptions, verifyPlatform } from '../verify/verify-platform';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import { describeChanges, describeReport } from './describe-report';
import { readGiven } from './given-files';
import { angleComment, hashComment, refuseFiles, writeOwnFile } from './output/own-file';

/** Options of `citykit verify`. */
export interface VerifyFlags {
  readonly edition: Edition;
  readonly write?: boolean;
  readonly tenant?: string;
  readonly city?: string;
  readonly only?: readonly CheckId[];
  readonly strict?: boolean;
  readonly tokenFile?: string;
  readonly issuer?: string;
  readonly via?: string;
  readonly ca?: string;
  /** Seconds for one answer. */
  readonly timeout?: number;
  readonly receiver?: string;
  readonly listen?: string;
  readonly cluster?: boolean | string;
  readonly html?: string;
  readonly junit?: string;
  readonly mim?: string;
  /** Replace files that citykit did not write, or that were changed since. @default false */
  readonly overwrite?: boolean;
  readonly compare?: string;
  /** Suites of others to run, `name=path`. */
  readonly suite?: readonly string[];
  /** Results of such suites, `name=file`. */
  readonly suiteResults?: readonly string[];
  /** Address of the NGSI-LD API for suites that know no tokens, before `/entities`. */
  readonly suiteApi?: string;
  /** Address of the suite's `@context` as the broker reaches it. */
  readonly suiteContext?: string;
  /** Name or address of this machine as the broker reaches it. */
  readonly suiteHost?: string;
}

/** What `citykit verify --json` prints. */
export interface VerifyAnswer extends Answer {
  readonly report: Report;
  /** Since the report of `--compare`. */
  readonly changes: readonly ResultChange[];
}

/**
 * `citykit verify`: holds a running platform against the mechanisms and says what it meets, each with what shows it.
 *
 * @throws {CityError} with every problem of the spec, or of the files to write.
 * @throws {VerifyError} where the platform does not answer, or what the run is given does not open it.
 */
export async function verify(
  target: string,
  given: VerifyFlags,
  { console, json }: CommandContext,
): Promise<VerifyAnswer> {
  refuseFiles({ '--html': given.html, '--junit': given.junit, '--mim': given.mim }, given.overwrite);
  const { '--ca': ca, '--token-file': token } = await readGiven({ '--ca': given.ca, '--token-file': given.tokenFile });
  if (ca !== undefined && given.ca !== undefined) checkAuthorities(given.ca, ca);
  const before = given.compare === undefined ? undefined : await readReport(given.compare);
  const { platform, city } = await described(target, given);
  const via = given.via ?? (await ownMachine(platform));
  const flags: VerifyFlags = { ...given, ...(via !== undefined && { via }) };
  const interrupt = new Interrupt(() =>
    console.say('Ending: what the run wrote is removed. Once more ends it at once.'),
  );
  const receiver = await listening(flags);
  try {
    const own = await verifyPlatform(platform, {
      edition: flags.edition,
      ...credentials(token),
      ...(flags.tenant !== undefined && { tenant: flags.tenant }),
      write: flags.write ?? false,
      ...(flags.only && { only: flags.only }),
      ...(ca !== undefined && { ca }),
      ...(flags.via !== undefined && { via: flags.via }),
      ...(flags.timeout !== undefined && { timeout: flags.timeout * 1000, deadline: 50_000 + flags.timeout * 4000 }),
      ...(receiver && { receiver }),
      ...(flags.cluster !== undefined && { cluster: clusterOf(city, flags.cluster) }),
      signal: interrupt.signal,
      ...(process.stderr.isTTY && { tell: (what: string) => console.progress(what) }),
    });
    const outside = await outsideSuites(platform, flags, ca, interrupt.signal);
    const report: Report = outside.length > 0 ? { ...own, suites: outside } : own;
    const changes = before ? changesSince(before, report) : [];
    writeReports(report, flags);
    if (!json) {
      console.data(describeReport(report));
      if (before) console.data(describeChanges(changes, before));
      for (const file of [flags.html, flags.junit, flags.mim]) if (file !== undefined) console.say(`wrote ${file}`);
    }
    const { mustFailed, mustSkipped } = report.summary;
    const ok = mustFailed === 0 && !(flags.strict && mustSkipped > 0) && outside.every(({ failed }) => failed === 0);
    return { ok, report, changes, problems: [] };
  } catch (error) {
    if (interrupt.signal.aborted) interrupt.passOn();
    throw error;
  } finally {
    interrupt.forget();
    await receiver?.close();
  }
}

/**
 * The way to a platform on this machine, where no resolver knows its names. Those below `.localhost` are always this machine's
 * (RFC 6761, 6.3), as browsers and curl take them.
 *
 * @returns undefined where its names lead to it
 */
async function ownMachine({ hosts, api }: VerifiedPlatform): Promise<string | undefined> {
  const [first = ''] = hosts;
  if (!hosts.every((host) => host.endsWith('.localhost'))) return undefined;
  const isKnown = await lookup(first).then(
    () => true,
    () => false,
  );
  return isKnown ? undefined : `https://127.0.0.1:${new URL(api).port || 443}`;
}

async function described(
  target: string,
  { issuer, city: wanted }: VerifyFlags,
): Promise<{ readonly platform: VerifiedPlatform; readonly city?: City }> {
  if (/^https?:\/\//.test(target)) return { platform: platformAt(target, issuer) };
  const spec = await loadSpec(target);
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  const named = cities.map(({ name }) => name).join(', ');
  const found = wanted === undefined && cities.length === 1 ? cities[0] : cities.find(({ name }) => name === wanted);
  if (!found) {
    const says = wanted === undefined ? `${target} has several cities.` : `${target} has no city ${wanted}.`;
    throw new VerifyError(says, `Name one by --city: ${named}.`, true);
  }
  const federation = spec.kind === 'federation' ? partOf(spec.federation, found) : undefined;
  return { platform: verifiedPlatformOf(found, { federation, httpsPort: publicPort(found) }), city: found };
}

/** The port of a city's addresses: that of its machine, where it is made for nothing else. */
function publicPort(city: City): number | undefined {
  return namedTargets(city).every((target) => target === 'compose') ? city.targets.compose.httpsPort : undefined;
}

/**
 * What suites of others say, of the run that is asked for and of those before.
 *
 * @throws {VerifyError} where one is not known, does not run, or has no results
 */
async function outsideSuites(
  platform: VerifiedPlatform,
  { suite = [], suiteResults = [], suiteApi, suiteContext: context, suiteHost: host, ...flags }: VerifyFlags,
  authorities: string | undefined,
  signal: AbortSignal,
): Promise<readonly SuiteResults[]> {
  const { ca, via, timeout } = flags;
  const client = new Client({
    redactor: new Redactor(),
    signal,
    ...(authorities !== undefined && { ca: authorities }),
    ...(via !== undefined && { via: { url: via, hosts: platform.hosts } }),
    ...(timeout !== undefined && { timeout: timeout * 1000 }),
  });
  const asked = { ...platform, ...(suiteApi !== undefined && { api: suiteApi.replace(/\/$/, '') }) };
  const imported = suiteResults.map(named).map(
    ({ id, path }) =>
      () =>
        importSuite(id, path),
  );
  const run = suite.map(named).map(
    ({ id, path }) =>
      () =>
        runSuite(id, path, {
          platform: asked,
          client,
          signal,
          ...(ca !== undefined && { ca }),
          ...(context !== undefined && { context }),
          ...(host !== undefined && { host }),
        }),
  );
  const found: SuiteResults[] = [];
  try {
    for (const one of [...imported, ...run]) found.push(await one());
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    throw new VerifyError(error.message, 'Leave the suite out, or put right what it says.', true);
  }
  return found;
}

/** A suite and a path, from `name=path`. */
function named(text: string): { readonly id: SuiteId; readonly path: string } {
  const at = text.indexOf('=');
  const id = suiteIds.find((one) => one === text.slice(0, at));
  if (id && at < text.length - 1) return { id, path: text.slice(at + 1) };
  throw new VerifyError(
    `${text} names no suite and its path.`,
    `Write NAME=PATH, with one of ${suiteIds.join(', ')}.`,
    true,
  );
}

/** From a file or the environment, never from the command line, where everybody on the machine could read it. */
function credentials(token: string | undefined): Pick<VerifyOptions, 'credentials'> {
  if (token !== undefined) return { credentials: { token } };
  const { CITYKIT_CLIENT_ID: id = '', CITYKIT_CLIENT_SECRET: secret = '' } = process.env;
  if (id === '' && secret === '') return {};
  if (id !== '' && secret !== '') return { credentials: { id, secret } };
  const missing = id === '' ? 'CITYKIT_CLIENT_ID' : 'CITYKIT_CLIENT_SECRET';
  throw new VerifyError(`${missing} is missing.`, 'Set both, or neither.', true);
}

const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** What Node finds no certificate in it takes in silence. */
function checkAuthorities(file: string, text: string): void {
  const found = text.match(pemCertificate) ?? [];
  if (found.length > 0 && found.every(isCertificate)) return;
  const rule = `An authority is a certificate in PEM, and ${found.length === 0 ? 'there is none in this file' : 'one in this file cannot be read'}.`;
  const fix = 'Name the file that begins with -----BEGIN CERTIFICATE-----.';
  throw new CityError([{ code: 'bad-format', path: '--ca', value: file, rule, fix }], 'command');
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

async function listening({ receiver, listen }: VerifyFlags): Promise<NotificationReceiver | undefined> {
  if (receiver === undefined) return undefined;
  const { port: own } = new URL(receiver);
  const [, host = '127.0.0.1', port = own || '8080'] = /^(?:(.*):)?(\d+)$/.exec(listen ?? '') ?? [];
  return NotificationReceiver.listen(receiver, host, Number(port));
}

function clusterOf(city: City | undefined, context: boolean | string): KubectlCluster {
  if (!city)
    throw new VerifyError(
      '--cluster needs a spec, which says the namespace.',
      'Name the spec in place of the URL.',
      true,
    );
  return new KubectlCluster(city.targets.kubernetes.namespace, typeof context === 'string' ? context : undefined);
}

function writeReports(report: Report, { html, junit: junitFile, mim }: VerifyFlags): void {
  const by = 'citykit verify';
  if (html !== undefined) writeOwnFile(html, reportPage(report), angleComment, by);
  if (junitFile !== undefined) writeOwnFile(junitFile, junit(report), angleComment, by);
  if (mim !== undefined) writeOwnFile(mim, mimYml(report), hashComment, by);
}

/**
 * A report that `citykit verify --json` wrote.
 *
 * @throws {VerifyError} where the file is none
 */
export async function readReport(file: string): Promise<Report> {
  const fix = 'Name what citykit verify --json has written.';
  if (!existsSync(file)) throw new VerifyError(`${file} is not there.`, fix, true);
  try {
    const report = tryReport(JSON.parse(await readFile(file, 'utf8')));
    if (report) return report;
  } catch {
    // What is no JSON is no report either.
  }
  throw new VerifyError(`${file} is no report.`, fix, true);
}

/** The first Ctrl-C ends the run and lets it tidy up; the next ends the process. */
class Interrupt {
  readonly #controller = new AbortController();
  #by: NodeJS.Signals = 'SIGINT';

  constructor(private readonly told: () => void) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, this.#end);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  readonly #end = (signal: NodeJS.Signals) => {
    this.forget();
    this.#by = signal;
    this.told();
    this.#controller.abort(new VerifyError('The run was interrupted; what it wrote is removed.', 'Run it again.'));
  };

  forget(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, this.#end);
  }

  /** Ends the process as the signal would have. */
  passOn(): void {
    process.kill(process.pid, this.#by);
  }
}
