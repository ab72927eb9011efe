import type { Construct } from 'constructs';
import { checkOptions, computeSize } from '../../problems/check-options';
import type { Description } from '../description';
import { images } from '../images';
import type { ComputeSize } from '../units';
import { Primitive } from './primitive';
import { Reference } from './reference';
import { Secret } from './secret';

/** How large a cache is. */
export interface CacheProps {
  /** Processor and memory of the server. */
  readonly size: ComputeSize;
}

/** A Valkey (Redis protocol) server that may forget: queues, sessions and cached answers, no data of record. */
export class Cache extends Primitive<'url'> {
  /** The port on every target. */
  static readonly port = 6379;

  readonly kind = 'Cache';
  readonly holdsData = false;
  readonly readyAfter = [];
  readonly size: ComputeSize;
  /** The password that clients log in with; it is part of {@link url}. */
  readonly password: Secret;

  constructor(scope: Construct, id: string, props: CacheProps) {
    checkOptions<CacheProps>('Cache', props, { size: computeSize }, ['size']);
    super(scope, id);
    this.size = props.size;
    this.password = new Secret(this, 'Password');
  }

  get description(): Description {
    const takes = { runs: `valkey ${images.valkey.tag}`, replicas: { min: 1, max: 1 }, size: this.size };
    return { title: 'Valkey', shape: 'cache', detail: 'cache', takes };
  }

  /** `redis://` or, where the target encrypts, `rediss://`, with the password and without a database number. */
  get url(): Reference {
    return new Reference(this, 'url', true, Cache.port);
  }
}
