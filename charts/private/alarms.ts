import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Alarm } from '../../constructs/waist/alarm';
import { Component } from '../../constructs/waist/component';
import { type DerivedAlarm, derivedAlarms } from '../../constructs/waist/derived-alarms';
import { nameOf } from '../../constructs/waist/names';
import { runbookOf } from '../../constructs/waist/runbook';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';
import { renderDashboards } from './dashboards';
import { type DerivedRule, derivedRules } from './derived-rules';
import { renderMonitors } from './monitors';
import { promql } from './promql';

const severities = { urgent: 'critical', soon: 'warning' } as const;

interface Rule extends DerivedAlarm {
  readonly name: string;
  readonly expr: string;
  readonly for: string;
  readonly runbook: string;
  /** A label that tells in the text what it is about. */
  readonly about?: string;
}

/**
 * For a cluster with the Prometheus operator: what it reads (monitors), and a PrometheusRule for each component and one for
 * what components share. Call it after everything else is rendered.
 *
 * @see https://prometheus-operator.dev/docs/developer/alerting/
 */
export function renderAlarms(target: KubernetesTarget, shared: Construct, root: Construct): void {
  const { prometheusRules, monitoringNamespace } = target.options;
  if (!prometheusRules) return;
  if (monitoringNamespace !== undefined) {
    renderMonitors(target, root);
    renderDashboards(target, root);
  }
  const read = monitoringNamespace === undefined ? [] : Alarm.all(root);
  const owners = new Set<Component | undefined>([undefined, ...Component.all(root)]);
  const derived = derivedRules(target);
  for (const component of owners) {
    const rules = [
      ...derived
        .filter((rule) => rule.component === component)
        .map((rule) => derivedRule(rule, prometheusRules.runbooks)),
      ...read.filter((alarm) => alarm.component === component).map((alarm) => ownRule(target, alarm)),
    ];
    if (rules.length > 0) renderRules(target, component ?? shared, component, rules);
  }
}

function derivedRule({ name, expr, for: duration, about }: DerivedRule, runbooks: string | undefined): Rule {
  return {
    name,
    expr,
    for: duration,
    ...(about && { about }),
    runbook: runbookOf(name, runbooks),
    ...derivedAlarms[name],
  };
}

function ownRule(target: KubernetesTarget, { name, props }: Alarm): Rule {
  const { quantity, when, threshold, description, severity } = props;
  return {
    name,
    expr: `${promql(target, quantity)} ${when === 'above' ? '>' : '<'} ${threshold}`,
    for: `${props.for.seconds}s`,
    description,
    severity,
    runbook: props.runbook ?? runbookOf(name, target.options.prometheusRules?.runbooks),
  };
}

function renderRules(
  target: KubernetesTarget,
  parent: Construct,
  component: Component | undefined,
  rules: readonly Rule[],
): void {
  const { platform } = target;
  const scope = new Construct(parent, 'Alarms');
  const group = component ? nameOf(component) : `${platform}-platform`;
  const metadata = metadataOf(target, scope, group);
  new ApiObject(scope, 'PrometheusRule', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { ...metadata, labels: { ...metadata.labels, ...target.options.prometheusRules?.labels } },
    spec: {
      groups: [
        {
          name: group,
          rules: rules.map(({ name, expr, for: duration, severity, description, about, runbook }) => ({
            alert: name,
            expr,
            for: duration,
            labels: {
              severity: severities[severity],
              platform,
              ...(component && { component: component.title }),
            },
            annotations: {
              summary: description,
              description: `{{ $value }}${about ? ` at {{ $labels.${about} }}` : ''} of ${platform}${component ? `, ${component.title}` : ''}.`,
              runbook_url: runbook,
            },
          })),
        },
      ],
    },
  });
}
