import { App, Stack } from 'aws-cdk-lib';
import { images } from '../../constructs/waist/images';
import { Secret } from '../../constructs/waist/primitives';
import { type Json, Rendered, service } from './support';

function rendered(region: string, mirror?: string): Rendered {
  const stack = new Stack(new App(), 'city', { env: { account: '111122223333', region } });
  service(stack, 'Api', { image: images.node, env: { KEY: new Secret(stack, 'Key', { length: 32 }).value } });
  return new Rendered(stack, mirror === undefined ? {} : { registryMirrors: { 'docker.io': mirror } });
}

const statements = (made: Rendered): Json[] =>
  made.all('AWS::IAM::Policy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

test.each([
  ['eu-central-1', 'secretsmanager.eu-central-1.amazonaws.com'],
  ['eusc-de-east-1', ['secretsmanager.eusc-de-east-1.amazonaws.com', 'secretsmanager.eusc-de-east-1.amazonaws.eu']],
])(
  'in %s tasks decrypt their secrets through Secrets Manager, by whichever of its names KMS knows it',
  (region, names) => {
    const [decrypt] = statements(rendered(region)).filter(({ Sid }) => Sid === 'Decrypt');
    expect(decrypt.Condition).toEqual({ StringEquals: { 'kms:ViaService': names } });
  },
);

test.each([
  ['eu-central-1', '111122223333.dkr.ecr.eu-central-1.amazonaws.com/docker-hub'],
  ['cn-north-1', '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/docker-hub'],
  ['eusc-de-east-1', '111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu/docker-hub'],
])('in %s tasks may pull from a private registry of the account', (region, mirror) => {
  const [pull] = statements(rendered(region, mirror)).filter(({ Action }) => Action.includes('ecr:BatchGetImage'));
  expect(JSON.stringify(pull.Resource)).toContain(`:ecr:${region}:111122223333:repository/docker-hub/library/node`);
});
