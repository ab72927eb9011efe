import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { uniqueName } from './unique-name';

/**
 * Rules of the common set that only count: what they refuse is daily business here, and Envoy has limits and a grammar of
 * NGSI-LD of its own. The names are those of
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html: WAF passes over others.
 */
const counted = [
  // A query with a polygon of some 45 points is longer than 2,048 bytes.
  'SizeRestrictions_QUERYSTRING',
  // The path of an attribute holds an entity's id and the attribute's IRI, percent-encoded: longer than 1,024 bytes.
  'SizeRestrictions_URIPATH',
  // `q=speed<30;name~="…"` looks like the start of a tag.
  'CrossSiteScripting_QUERYARGUMENTS',
  // Ids and names of attributes are IRIs of any host, an address among them.
  'GenericRFI_URIPATH',
  // A dataset's file may be called stations.log, and somebody looks for it.
  'RestrictedExtensions_URIPATH',
  'RestrictedExtensions_QUERYARGUMENTS',
  // A batch of entities is larger than 8 KiB.
  'SizeRestrictions_BODY',
  // Descriptions of datasets hold HTML.
  'CrossSiteScripting_BODY',
  // Entities, @contexts and subscriptions hold addresses of all kinds, also private ones and paths.
  'GenericRFI_BODY',
  'GenericLFI_BODY',
  'EC2MetaDataSSRF_BODY',
  'GenericRFI_QUERYARGUMENTS',
  // Sensors name no program.
  'NoUserAgent_HEADER',
];

const sets = [
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  { name: 'AWSManagedRulesCommonRuleSet', counted },
] as const;

/** WAF writes into log groups of this name alone: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html */
const logsPrefix = 'aws-waf-logs-';

/** What gets somebody in is not written down. */
const redacted = ['authorization', 'cookie'];

/** What a firewall needs. */
export interface FirewallProps {
  readonly balancer: elb.ApplicationLoadBalancer;
  /** Makes a log group below a construct. */
  readonly logs: (scope: Construct, name: string) => logs.ILogGroup;
}

/**
 * Web application firewall in front of a load balancer, with the rule sets that AWS keeps up to date. What it refused, and
 * what it would have, is written down; everything else is in the access log of the load balancer.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_wafv2.CfnWebACL.html
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const visibility = (metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty => ({
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
      metricName,
    });
    const acl = new wafv2.CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('All'),
      rules: sets.map((set, priority) => ({
        name: set.name,
        priority,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name: set.name,
            ...(set.counted.length > 0 && {
              ruleActionOverrides: set.counted.map((name) => ({ name, actionToUse: { count: {} } })),
            }),
          },
        },
        visibilityConfig: visibility(set.name),
      })),
    });
    new wafv2.CfnWebACLAssociation(this, 'Association', {
      resourceArn: props.balancer.loadBalancerArn,
      webAclArn: acl.attrArn,
    });
    const group = props.logs(this, `${logsPrefix}${uniqueName(this, 400)}`);
    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: group.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: redacted.map((Name) => ({ singleHeader: { Name } })),
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({ ActionCondition: { Action } })),
          },
        ],
      },
    });
  }
}
