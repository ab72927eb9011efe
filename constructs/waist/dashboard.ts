import { Construct } from 'constructs';
import { checkOptions } from '../problems/check-options';
import { checkMetric, type Quantity } from './quantity';

/** One chart of a dashboard. */
export interface Panel {
  /** Heading of the chart. */
  readonly title: string;
  /** Unit of the axis, as UCUM writes it: `s`, `By`, `/s`, `1`. */
  readonly unit: string;
  /** The lines, each with the name that stands in the legend. */
  readonly series: Readonly<Record<string, Quantity>>;
}

/** What a dashboard shows. */
export interface DashboardProps {
  /** Heading of the dashboard. */
  readonly title: string;
  /** Its charts, in reading order. */
  readonly panels: readonly Panel[];
}

/** Charts that belong together. Targets find it by {@link Dashboard.all}; one that renders none lacks `dashboards`. */
export class Dashboard extends Construct {
  /** All dashboards at or below `root`, in the order of creation. */
  static all(root: Construct): Dashboard[] {
    return root.node.findAll().filter((construct): construct is Dashboard => construct instanceof Dashboard);
  }

  /** @throws when a panel reads a metric of a service that shows none. */
  constructor(
    scope: Construct,
    id: string,
    /** What it was made with. */
    readonly props: DashboardProps,
  ) {
    checkOptions<DashboardProps>('Dashboard', props, { title: 'text', panels: 'list' }, ['title', 'panels']);
    super(scope, id);
    for (const quantity of props.panels.flatMap(({ series }) => Object.values(series))) checkMetric(this, quantity);
  }
}
