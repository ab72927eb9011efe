import type { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import type { Backups } from '../backups';
import type { Description } from '../description';
import type { Size } from '../units';
import { Primitive } from './primitive';

/** Size and writers of a volume. */
export interface VolumeProps {
  /** How much fits on it. */
  readonly size: Size;
  /**
   * How many replicas may write at once.
   * @default 'one'
   */
  readonly writers?: 'one' | 'many';
  /**
   * Copies of the files that are kept elsewhere.
   * @default none: what is in it can be made anew
   */
  readonly backups?: Backups;
}

/** Files that outlive the workload that mounts them. */
export class Volume extends Primitive<never> {
  readonly kind = 'Volume';
  readonly holdsData = true;
  readonly readyAfter = [];
  readonly size: Size;
  readonly writers: 'one' | 'many';
  /** Copies of the files that are kept elsewhere. */
  readonly backups: Backups;

  constructor(scope: Construct, id: string, props: VolumeProps) {
    checkOptions<VolumeProps>('Volume', props, { size: 'Size', writers: ['one', 'many'], backups: 'mapping' }, [
      'size',
    ]);
    super(scope, id);
    this.size = props.size;
    this.writers = props.writers ?? 'one';
    this.backups = props.backups ?? { enabled: false, reason: 'What is in it can be made anew.' };
  }

  get description(): Description {
    const takes = { runs: 'volume', replicas: { min: 1, max: 1 }, disk: this.size };
    return { shape: 'volume', detail: `${this.size.gibibytes} GiB`, takes };
  }
}
