/** A city that the federation asks, as the platform that does so knows it. */
export interface AskedCity {
  /** Its name, a DNS label. */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** Public URL of its gateway's API, without a slash at its end: `https://api.izmir.example`. */
  readonly api: string;
  /** Public URL of the realm that issues its tokens. */
  readonly issuer: string;
  /** Public URL of its portal, without a slash at its end: `https://data.izmir.example`. */
  readonly portal: string;
  /** Public URL of its models, without a slash at its end. */
  readonly models: string;
  /** URL of its own `@context`. */
  readonly context: string;
  /** Ids of the tenants that it shares. */
  readonly tenants: readonly string[];
  /** Names of the other cities whose datasets its portal shows too, each in an organisation of that name. */
  readonly collects: readonly string[];
}
