import type { CodeEntry } from './code-entry';

const city = `import { defineCity } from "citykit";
const city = defineCity({
  name: 'izmir', country: 'TR', population: 4_500_000,
  domain: 'izmir.example', contact: { email: 'data@izmir.example' },
});`;

const withListener = (edge: string) => `import { App } from "cdk8s";
import { CityPlatformChart } from "citykit/charts";
${city.replace("contact: { email: 'data@izmir.example' },", `contact: { email: 'data@izmir.example' },\n  targets: { kubernetes: { edge: ${edge} } },`)}
new CityPlatformChart(new App(), 'izmir', {
  city,
  customize: ({ gateway: { edge } }) =>
    edge.addTls({ name: 'mqtts', port: 8883, host: 'mqtt.izmir.example', target: edge.https.target }),
});`;

const onAws = (options: string) => `import { App, Stack } from "aws-cdk-lib";
import { CityPlatform } from "citykit";
import { AwsTarget } from "citykit/stacks";
${city}
const stack = new Stack(new App(), 'Izmir');
new CityPlatform(stack, 'Platform', { city });
new AwsTarget(stack, ${options}).render(stack);`;

const inIreland = (aws: string) => `import { App } from "aws-cdk-lib";
import { CityPlatformStack } from "citykit/stacks";
${city.replace("contact: { email: 'data@izmir.example' },", `contact: { email: 'data@izmir.example' },\n  targets: { aws: ${aws} },`)}
new CityPlatformStack(new App(), 'izmir', { city, env: { region: 'eu-west-1' } });`;

/** What a target cannot make of a platform. */
export const targetCodes = {
  'edge-tls': {
    title: 'An Ingress is to carry TLS that is not HTTP.',
    why: 'An Ingress carries HTTP only; the listener would answer in the clear, or not at all.',
    mend: "Set targets.kubernetes.edge.kind to 'gateway', with a listener that ends TLS, or to 'loadBalancer'.",
    example: {
      of: 'program',
      wrong: withListener("{ kind: 'ingress' }"),
      right: withListener("{ kind: 'gateway', name: 'public', namespace: 'edge' }"),
    },
  },
  'certificate-required': {
    title: 'A load balancer on AWS has no certificate.',
    why: 'Addresses are answered over HTTPS only.',
    mend: 'Name the Route 53 zone as hostedZone, so that one is requested, or an ACM certificate.',
    example: {
      of: 'program',
      wrong: onAws('{}'),
      right: onAws("{ hostedZone: { id: 'Z0123456789EXAMPLE', name: 'izmir.example' } }"),
    },
  },
  'aws-place': {
    title: 'The spec names another account or region than the app.',
    why: 'One of the two is a mistake, and a platform in the wrong region is moved by making it anew.',
    mend: 'Leave account and region out of the spec where an app of the CDK says them, or say the same.',
    example: {
      of: 'program',
      wrong: inIreland("{ region: 'eu-central-1', hostedZone: { id: 'Z0123456789EXAMPLE', name: 'izmir.example' } }"),
      right: inIreland("{ hostedZone: { id: 'Z0123456789EXAMPLE', name: 'izmir.example' } }"),
    },
  },
  'components-wait-for-each-other': {
    title: 'Programs of two components wait for each other.',
    why: 'The programs of a component lie in one nested stack, and CloudFormation makes one stack after the other.',
    mend: 'Give one of the workloads a component of its own, or say waits: false if it copes with absent peers.',
    example: {
      of: 'nothing',
      because: 'it takes two components of your own; the message names the programs that wait for each other.',
    },
  },
} as const satisfies Record<string, CodeEntry>;
