import type { RegistryMirrors } from '../constructs/waist/registry-mirrors';

/** Where a platform on one machine answers, and what it is given. */
export interface ComposeOptions {
  /** Name of the Compose project: of its containers, networks and volumes. @default the name of the scope */
  readonly project?: string;
  /** Address of this machine that answers. @default '127.0.0.1': nobody else reaches it */
  readonly address?: string;
  /** Port for HTTPS. Two platforms on one address have different ones. @default 443 */
  readonly httpsPort?: number;
  /** Port that sends who comes over HTTP to HTTPS. @default 80, if httpsPort is 443; else none */
  readonly httpPort?: number;
  /**
   * `local`: `citykit up` makes an authority and has it sign. `own`: the city puts `certificate.pem` and `key.pem` into
   * the folder `certificates`.
   * @default 'local'
   */
  readonly certificate?: 'local' | 'own';
  /**
   * A whole number up to 999. Raise it by one to renew every generated password.
   * @default 0
   */
  readonly rotation?: number;
  /** Of registries that images are pulled from. @default none */
  readonly registryMirrors?: RegistryMirrors;
}
