import { englishPrerequisites } from './language/english-prerequisites';

/** What each kind of prerequisite has to be told. */
export interface PrerequisiteValues {
  credentials: { readonly account?: string; readonly region: string };
  bootstrap: { readonly account?: string; readonly region: string };
  vpc: { readonly id: string; readonly zones: readonly string[] };
  hostedZone: { readonly id: string; readonly domain: string };
  certificate: { readonly arn: string };
  mailSecret: { readonly name: string; readonly key: string; readonly user: string; readonly host: string };
  mailbox: { readonly address: string };
  kubernetes: Record<never, never>;
  architecture: { readonly name: string };
  /** `field`: where a spec says that it is another. */
  dns: { readonly at: DnsPlace; readonly port: number; readonly field: string };
  apiServer: { readonly networks?: readonly string[]; readonly ports: readonly number[] };
  eksCluster: {
    readonly name: string;
    readonly autoMode: boolean;
    /** What the pods of the platform ask for together. */
    readonly cores: number;
    readonly gibibytes: number;
  };
  clusterAccess: { readonly file: string; readonly namespace: string };
  loadBalancerController: Record<never, never>;
  filesDriver: Record<never, never>;
  operator: {
    readonly name: string;
    readonly kinds: readonly string[];
    readonly namespace?: string;
    readonly needsCertManager: boolean;
    /** Namespace that it has to be told to watch. */
    readonly watches?: string;
  };
  ownVolumes: { readonly className?: string };
  sharedVolumes: { readonly className?: string };
  metricsServer: Record<never, never>;
  ingress: { readonly className?: string; readonly maxBody: number };
  gateway: {
    readonly name: string;
    readonly listener: string;
    readonly maxBody: number;
    readonly ports: readonly number[];
  };
  dnsRecords: {
    readonly hosts: readonly string[];
    readonly to: 'aws' | 'compose' | 'ingress' | 'gateway' | 'loadBalancer';
  };
  ingressCertificate: { readonly hosts: readonly string[] };
  tlsSecret: { readonly name: string; readonly namespace: string; readonly hosts: readonly string[] };
  clusterIssuer: { readonly name: string };
  objectStoreSecret: {
    readonly name: string;
    readonly namespace: string;
    readonly bucket: string;
    readonly endpoint: string;
  };
  objectStoreAuthority: {
    readonly name: string;
    readonly namespace: string;
    readonly key: string;
    readonly endpoint: string;
  };
  secret: {
    readonly name: string;
    readonly namespace: string;
    readonly key: string;
    readonly user: string;
    readonly host: string;
  };
  givenSecret: {
    readonly name: string;
    readonly component: string;
    readonly key?: string;
    readonly namespace?: string;
  };
  federationKey: {
    readonly name: string;
    readonly city: string;
    readonly client: string;
    readonly issuer: string;
    readonly namespace?: string;
    readonly key?: string;
  };
  engine: Record<never, never>;
  machine: { readonly gibibytes: number; readonly address: string; readonly ports: readonly string[] };
  ownCertificate: { readonly hosts: readonly string[] };
  givenSecrets: { readonly variables: readonly string[] };
  secretStore: { readonly name: string; readonly keys: readonly string[] };
}

/** Where a cluster's DNS answers: pods by their labels, or addresses. */
export type DnsPlace =
  | { readonly pods: string; readonly namespace: string; readonly orNodeLocal: boolean }
  | { readonly networks: readonly string[] };

/** Name of a prerequisite. */
export type PrerequisiteId = keyof PrerequisiteValues;

/** What a prerequisite says to a reader. */
export interface PrerequisiteText {
  /** What it is called: `Strimzi`, `Secret object-store`. */
  readonly name: string;
  /** What of it is needed, and for what. */
  readonly need: string;
}

/** The texts of a language, one for each kind of prerequisite. */
export type PrerequisiteTexts = {
  readonly [Id in PrerequisiteId]: (values: PrerequisiteValues[Id]) => PrerequisiteText;
};

/** Something that has to be there before a platform can be deployed; `name` and `need` say it in English. */
export interface Prerequisite extends PrerequisiteText {
  readonly id: PrerequisiteId;
  readonly values: PrerequisiteValues[PrerequisiteId];
}

/** A prerequisite of a kind. */
export function prerequisite<Id extends PrerequisiteId>(id: Id, values: PrerequisiteValues[Id]): Prerequisite {
  return { id, values, ...prerequisiteText({ id, values }, englishPrerequisites) };
}

/** What a prerequisite says in a language. */
export function prerequisiteText<Id extends PrerequisiteId>(
  { id, values }: { readonly id: Id; readonly values: PrerequisiteValues[Id] },
  texts: PrerequisiteTexts,
): PrerequisiteText {
  return texts[id](values);
}
