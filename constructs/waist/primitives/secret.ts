import type { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import { Primitive } from './primitive';
import { Reference } from './reference';

/** How a secret value is made. */
export interface SecretProps {
  /**
   * Characters to generate. Letters and digits only, so that the value can stand in a URL or a shell word.
   * @default 40
   */
  readonly length?: number;
  /** Which person signs in with it, as a sentence. @default programs alone use it */
  readonly person?: string;
}

/** Where a secret that somebody else keeps is found: a Kubernetes Secret, or a Secrets Manager secret. */
export interface ExistingSecret {
  /** Name of the secret on the target. */
  readonly name: string;
  /** The entry of it that holds the value. @default the whole value on AWS, 'password' on Kubernetes */
  readonly key?: string;
}

/** One secret value, generated on the target and never seen by the kit. */
export class Secret extends Primitive<'value' | 'previous'> {
  /** Adopts a secret that exists on the target already. */
  static fromExisting(scope: Construct, id: string, existing: ExistingSecret): Secret {
    return new Secret(scope, id, {}, existing);
  }

  readonly kind = 'Secret';
  /** None: it is a value of whoever reads it. */
  readonly description = undefined;
  readonly readyAfter = [];
  readonly length: number;
  /** Which person signs in with it, as a sentence. Undefined where programs alone use it. */
  readonly person: string | undefined;

  constructor(
    scope: Construct,
    id: string,
    props: SecretProps = {},
    /** Set when adopted. */
    readonly existing?: ExistingSecret,
  ) {
    checkOptions<SecretProps>('Secret', props, { length: 'number', person: 'text' });
    super(scope, id);
    this.length = props.length ?? 40;
    this.person = props.person;
    if (this.length < 24)
      throw new Error(`${this.node.path}: a generated secret has at least 24 characters, not ${this.length}`);
  }

  /** The data behind a lost password are lost with it. */
  get holdsData(): boolean {
    return !this.existing;
  }

  /** Reading this into a workload lets that workload, and no other, read the secret. */
  get value(): Reference {
    return new Reference(this, 'value', true);
  }

  /**
   * The value before the last rotation, for a program that has to show the old one before it may set the new. Empty
   * where nothing was rotated yet, or where somebody else keeps the secret.
   */
  get previous(): Reference {
    return new Reference(this, 'previous', true);
  }
}
