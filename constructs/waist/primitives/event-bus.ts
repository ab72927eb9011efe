import type { Construct } from 'constructs';
import { checkOptions, computeSize } from '../../problems/check-options';
import type { Description } from '../description';
import type { ComputeSize, Duration, Size } from '../units';
import { Primitive } from './primitive';
import { Reference } from './reference';

/** Brokers, size and storage of an event bus. */
export interface EventBusProps {
  /** Brokers of the bus, one a zone. */
  readonly replicas: number;
  /** Size of each broker. */
  readonly size: ComputeSize;
  /** Log storage of each broker. */
  readonly storage: Size;
  /** How long a message is kept, if there is room for all of them. @default an hour */
  readonly retention?: Duration;
}

/** A Kafka cluster over which replicas of a service tell each other what happened. */
export class EventBus extends Primitive<'bootstrapServers' | 'securityProtocol'> {
  /** The port on every target; whether it speaks TLS is what `securityProtocol` says. */
  static readonly port = 9094;

  readonly kind = 'EventBus';
  readonly holdsData = true;
  readonly readyAfter = [];

  constructor(
    scope: Construct,
    id: string,
    /** What it was made with. */
    readonly props: EventBusProps,
  ) {
    const kinds = { replicas: 'number', size: computeSize, storage: 'Size', retention: 'Duration' } as const;
    checkOptions<EventBusProps>('EventBus', props, kinds, ['replicas', 'size', 'storage']);
    super(scope, id);
  }

  get description(): Description {
    const { replicas, size, storage } = this.props;
    return {
      title: 'Kafka',
      shape: 'bus',
      detail: `×${replicas}`,
      takes: { runs: 'Apache Kafka', replicas: { min: replicas, max: replicas }, size, disk: storage },
    };
  }

  /** Comma-separated list of `host:port`. */
  get bootstrapServers(): Reference {
    return new Reference(this, 'bootstrapServers', false, EventBus.port);
  }

  /** Value for a Kafka client's `security.protocol`: PLAINTEXT or SSL. */
  get securityProtocol(): Reference {
    return new Reference(this, 'securityProtocol', false, EventBus.port);
  }
}
