import type { VerifiedPlatform } from '../../constructs/components/verification/verified-platform';
import type { Client } from '../client';

/** A case of an outside suite. */
export interface SuiteCase {
  readonly name: string;
  readonly status: 'pass' | 'fail' | 'skip';
  /** What the suite says of it. @default nothing */
  readonly says?: string;
  /** Why it fails with this broker, where that is known. @default not known */
  readonly deviation?: Deviation;
}

/** A failure that is known of a broker, or of the suite itself, and not the platform's. */
export interface Deviation {
  readonly reason: string;
  /** Where its people know of it. @default nowhere yet */
  readonly issue?: string;
}

/** How a suite is run. */
export interface SuiteCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Folder to run in. @default that of the run */
  readonly directory?: string;
  /** Besides what every program needs. @default nothing */
  readonly env?: Readonly<Record<string, string>>;
  /** File with the results, in the folder of the run. @default what the program writes to its output */
  readonly results?: string;
}

/** Where a suite is, where it may write, and what it is to look at. */
export interface SuiteRun {
  /** Folder or file that the person who runs it has named, from the root of the file system. */
  readonly path: string;
  /** An empty folder. */
  readonly folder: string;
  readonly platform: VerifiedPlatform;
  /** Asks the platform, as the kit's own checks do. */
  readonly client: Client;
  /** File with an authority to trust, in PEM, from the root of the file system. @default those of the machine */
  readonly ca?: string;
  /** Address of the suite's `@context` as the broker reaches it. @default the broker keeps it */
  readonly context?: string;
  /** Name or address of this machine as the broker reaches it, at which the suite listens. @default 127.0.0.1 */
  readonly host?: string;
}

/** A suite of somebody else's, run where it is installed: the kit brings none. */
export interface Suite {
  readonly title: string;
  /** Where it is had from. */
  readonly source: string;
  /** What its path is, and which programs it takes. */
  readonly needs: string;
  readonly command: (run: SuiteRun) => SuiteCommand | Promise<SuiteCommand>;
  /**
   * Takes its results apart.
   *
   * @throws SuiteError where they are none
   */
  readonly read: (results: string) => readonly SuiteCase[];
}

/** What a suite says, with what is known. */
export interface SuiteResults {
  readonly suite: string;
  readonly title: string;
  readonly passed: number;
  /** Without those that are known. */
  readonly failed: number;
  readonly known: number;
  readonly skipped: number;
  readonly cases: readonly SuiteCase[];
}

/** A suite could not be run, or has no results that can be read. */
export class SuiteError extends Error {}
