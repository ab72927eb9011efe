import { Construct } from 'constructs';
import { checkOptions } from '../problems/check-options';
import { Component } from './component';
import type { Service } from './primitives/service';
import { checkMetric, type Quantity } from './quantity';
import type { Duration } from './units';

/** What an alarm says and when it goes off. */
export interface AlarmProps {
  /** What is wrong, in a sentence. */
  readonly description: string;
  /** `urgent`: people notice now. `soon`: they will unless somebody acts within days. */
  readonly severity: 'urgent' | 'soon';
  /** The number that is watched. */
  readonly quantity: Quantity;
  /** On which side of the threshold something is wrong. */
  readonly when: 'above' | 'below';
  /** In the unit of the quantity. */
  readonly threshold: number;
  /** How long it has to be so before somebody is told. */
  readonly for: Duration;
  /** Address of a page that says what to do. @default the kit's own page of this name, in docs/runbooks */
  readonly runbook?: string;
}

/**
 * Something that somebody has to be told of, from the numbers that a service shows. What every service, job and server
 * needs watched is derived by the targets. Its id is its name wherever it is seen: `CityGatewayErrors`.
 *
 * Targets find it by {@link Alarm.all}; one that renders none lacks `alarms`, and one whose `metrics` nobody reads renders
 * none of these.
 */
export class Alarm extends Construct {
  /** All alarms at or below `root`, in the order of creation. */
  static all(root: Construct): Alarm[] {
    return root.node.findAll().filter((construct): construct is Alarm => construct instanceof Alarm);
  }

  /** @throws when the name is none, or the quantity reads a metric of a service that shows none. */
  constructor(
    scope: Construct,
    id: string,
    /** What it was made with. */
    readonly props: AlarmProps,
  ) {
    checkOptions<AlarmProps>(
      'Alarm',
      props,
      {
        description: 'text',
        severity: ['urgent', 'soon'],
        quantity: 'mapping',
        when: ['above', 'below'],
        threshold: 'number',
        for: 'Duration',
        runbook: 'text',
      },
      ['description', 'severity', 'quantity', 'when', 'threshold', 'for'],
    );
    super(scope, id);
    if (!/^[A-Z][A-Za-z0-9]{2,59}$/.test(id))
      throw new Error(
        `${this.node.path}: an alarm is named by a word of letters and digits, such as CityGatewayErrors`,
      );
    checkMetric(this, props.quantity);
  }

  /** Its name. */
  get name(): string {
    return this.node.id;
  }

  /** Whose number it watches. */
  get service(): Service {
    return this.props.quantity.metric.of;
  }

  /** The component that it is about. */
  get component(): Component | undefined {
    return Component.tryOf(this);
  }
}
