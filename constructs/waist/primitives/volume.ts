import type { Construct } from 'constructs';
import type { Size } from '../units';
import { Primitive } from './primitive';

export interface VolumeProps {
  readonly size: Size;
  /**
   * How many replicas may write at once.
   * @default 'one'
   */
  readonly writers?: 'one' | 'many';
}

/** Files that outlive the workload that mounts them. */
export class Volume extends Primitive<never> {
  readonly kind = 'Volume';
  readonly size: Size;
  readonly writers: 'one' | 'many';

  constructor(scope: Construct, id: string, props: VolumeProps) {
    super(scope, id);
    this.size = props.size;
    this.writers = props.writers ?? 'one';
  }
}
