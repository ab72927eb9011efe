import { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import type { Reference } from '../../waist/primitives/reference';
import { Secret } from '../../waist/primitives/secret';
import type { Identity } from './identity';
import type { RealmClient } from './realm-model';
import type { Role } from './roles';

/** Who the client is, and what it may do. */
export interface OidcClientProps {
  /** The identity whose realm it belongs to. */
  readonly identity: Identity;
  /** The `client_id`, unique in the realm. */
  readonly clientId: string;
  /** What people call it. */
  readonly title: string;
  /** `browser`: people, by code and PKCE. `machine`: a program of its own. `device`: screens and command lines. */
  readonly flow: RealmClient['flow'];
  /** Exact addresses to come back to. @default none */
  readonly redirectUris?: readonly string[];
  /** Origins whose scripts may ask for tokens. @default none */
  readonly webOrigins?: readonly string[];
  /** The roles of a `machine`; otherwise the most that its tokens carry of a person's roles. */
  readonly roles: readonly Role[];
  /** Tenants that a `machine` is a member of. @default none */
  readonly tenants?: readonly string[];
  /**
   * A browser client whose pages run on a server can keep a secret; one that is all script cannot.
   * @default true for `machine`, false otherwise
   */
  readonly confidential?: boolean;
}

/**
 * A program that may ask for tokens. Not a primitive: the realm is made of all clients.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html
 */
export class OidcClient extends Construct {
  /** What it was made with. */
  readonly props: OidcClientProps;
  readonly #secret: Secret | undefined;

  constructor(scope: Construct, id: string, props: OidcClientProps) {
    checkOptions<OidcClientProps>(
      'OidcClient',
      props,
      {
        identity: 'mapping',
        clientId: 'text',
        title: 'text',
        flow: 'text',
        redirectUris: 'list',
        webOrigins: 'list',
        roles: 'list',
        tenants: 'list',
        confidential: 'boolean',
      },
      ['identity', 'clientId', 'title', 'flow', 'roles'],
    );
    super(scope, id);
    this.props = props;
    const confidential = props.confidential ?? props.flow === 'machine';
    this.#secret = confidential ? new Secret(this, 'Secret') : undefined;
    props.identity.addClient(this);
  }

  get clientId(): string {
    return this.props.clientId;
  }

  /** Whether it has a secret. */
  get confidential(): boolean {
    return this.#secret !== undefined;
  }

  /**
   * The client's secret.
   *
   * @throws for a public client, which has none.
   */
  get secret(): Reference {
    if (!this.#secret) throw new Error(`${this.node.path} is a public client and has no secret`);
    return this.#secret.value;
  }

  /** The client as the realm describes it; its secret is named, not told. */
  model(secretEnv: string): RealmClient {
    const { flow, title, redirectUris = [], webOrigins = [], roles, tenants = [] } = this.props;
    return {
      id: this.clientId,
      title,
      flow,
      redirectUris,
      webOrigins,
      roles,
      tenants,
      ...(this.confidential && { secretEnv }),
    };
  }
}
