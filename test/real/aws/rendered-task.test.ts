import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { images } from '../../../constructs/waist/images';
import { Secret, Service, text, Volume } from '../../../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../../../constructs/waist/units';
import { renderToAws } from '../../../stacks/render-to-aws';
import { Rendered, type RunningPod } from '../support/rendered';
import type { Json } from '../support/rendered/aws/cloud-assembly';
import { EcsPods } from '../support/rendered/aws/ecs-pods';
import { describeRendered } from '../support/rendered/describe-rendered';
import { until } from '../support/wait';

const program = `
const { createServer } = require('node:http');
const fs = require('node:fs');
process.on('SIGTERM', () => process.exit(5));
const attempt = (work) => { try { return work(); } catch (error) { return error.code; } };
let ready = false;
createServer(({ url }, response) => {
  if (url === '/become-ready') ready = true;
  if (url === '/become-unready') ready = false;
  if (url === '/ready') response.statusCode = ready ? 200 : 503;
  response.end(JSON.stringify({
    parent: process.ppid,
    uid: process.getuid(),
    capabilities: [...fs.readFileSync('/proc/self/status', 'utf8').matchAll(/^Cap(?!Amb).*:\\t(.*)$/gm)].map(([, set]) => set),
    environment: process.env.GREETING,
    secret: process.env.PASSWORD,
    composed: process.env.URL,
    words: fs.readFileSync('/citykit/app/words', 'utf8'),
    root: attempt(() => fs.writeFileSync('/new', '')),
    files: attempt(() => fs.writeFileSync('/citykit/app/main.cjs', '')),
    seeded: fs.readdirSync('/usr/share/base-files').length > 3 && attempt(() => fs.writeFileSync('/usr/share/base-files/new', '')),
    scratch: attempt(() => fs.appendFileSync('/scratch/calls', 'x')) ?? fs.readFileSync('/scratch/calls', 'utf8').length,
    data: attempt(() => fs.appendFileSync('/data/calls', 'x')) ?? fs.readFileSync('/data/calls', 'utf8').length,
    owner: ['/scratch', '/data'].map((path) => [fs.statSync(path).uid, (fs.statSync(path).mode & 0o777).toString(8)]),
  }));
}).listen(8080);
`;

const words = `it's "$HOME" \`x\` %s\n\\n çığ\n`;

/** A stack with one service that asks for all that a task can have; returns the folder of its cloud assembly. */
function assembly(): string {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-task-'));
  const app = new App({ outdir: folder, analyticsReporting: false });
  const env = { account: '111122223333', region: 'eu-central-1' };
  const stack = new Stack(app, 'city', { env });
  const password = new Secret(stack, 'Password').value;
  new Service(stack, 'App', {
    image: images.node,
    size: { cpu: Cpu.millis(100), memory: Size.mebibytes(256) },
    command: ['node', '/citykit/app/main.cjs'],
    files: { '/citykit/app/main.cjs': program, '/citykit/app/words': words },
    env: { GREETING: 'hello $(NAME) $HOME', PASSWORD: password, URL: text`redis://:${password}@cache/it's` },
    scratch: [{ path: '/scratch' }, { path: '/usr/share/base-files', seeded: true }],
    volumes: { '/data': new Volume(stack, 'Data', { size: Size.gibibytes(1) }) },
    ports: { http: 8080 },
    probes: { ready: { http: '/ready', port: 8080 }, live: { http: '/live', port: 8080 } },
    stopsWithin: Duration.seconds(20),
  });
  process.env.CDK_VALIDATION = 'false';
  renderToAws(stack);
  app.synth();
  return folder;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Reads the assembly after a change of its template. */
function changed(change: (task: Json, resources: Json) => void): () => unknown {
  const folder = assembly();
  folders.push(folder);
  const file = join(folder, 'city.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  const task: Json = Object.values<Json>(template.Resources).find(({ Type }) => Type === 'AWS::ECS::TaskDefinition');
  change(task.Properties, template.Resources);
  writeFileSync(file, JSON.stringify(template));
  const pods = new EcsPods(folder);
  return () => pods.pod(pods.names[0]!, { read: () => 'value', rotate: () => undefined } as never);
}

const ofType = (resources: Json, type: string): Json =>
  Object.values<Json>(resources).find(({ Type }) => Type === type).Properties;

describe('A rendered task', () => {
  test('is read as it is', () => {
    expect(changed(() => undefined)()).toMatchObject({ host: 'app.city.internal', grace: 20 });
  });

  test.each<[string, (task: Json, resources: Json) => void, string]>([
    ['a size that Fargate has not', (task) => (task.Memory = '768'), 'Fargate has no 256 processor units with 768 MiB'],
    ['a property that is new', (task) => (task.PidMode = 'task'), 'PidMode of the task is not understood'],
    ['one of a container', ({ ContainerDefinitions: [one] }) => (one.Links = []), 'Links of the container is not'],
    ['a name as user', ({ ContainerDefinitions: [one] }) => (one.User = 'node'), "program runs as 'node', no number"],
    ['a volume that is not there', (task) => task.Volumes.shift(), 'there is no volume files-0'],
    [
      'a start period of six minutes',
      ({ ContainerDefinitions: [one] }) => (one.HealthCheck.StartPeriod = 360),
      'is 360',
    ],
    ['five minutes to stop', ({ ContainerDefinitions: [one] }) => (one.StopTimeout = 300), 'it may take 300 s to stop'],
    [
      'a variable that is a secret too',
      ({ ContainerDefinitions: [one] }) => one.Environment.push({ Name: 'PASSWORD', Value: '' }),
      'the variable PASSWORD is there twice',
    ],
    [
      'a step that nobody waits for',
      ({ ContainerDefinitions: [one] }) => (one.DependsOn = []),
      'runs beside the program',
    ],
    [
      'steps that wait for each other',
      ({ ContainerDefinitions: [, folders] }) =>
        (folders.DependsOn = [{ ContainerName: 'files', Condition: 'SUCCESS' }]),
      'wait for each other',
    ],
    [
      'an unknown function',
      ({ ContainerDefinitions: [one] }) => (one.Environment[0].Value = { 'Fn::ImportValue': 'x' }),
      'Fn::ImportValue "x" is not understood',
    ],
    [
      'a key of a secret that has none',
      ({ ContainerDefinitions: [one] }) =>
        (one.Secrets[0].ValueFrom = { 'Fn::Join': ['', [one.Secrets[0].ValueFrom, ':password::']] }),
      "has no value under the key 'password'",
    ],
    [
      'no right to its secret',
      (_, resources) => {
        for (const { Type, Properties } of Object.values<Json>(resources)) {
          if (Type !== 'AWS::IAM::Policy') continue;
          Properties.PolicyDocument.Statement = Properties.PolicyDocument.Statement.filter(
            ({ Action }: Json) => !String(Action).includes('GetSecretValue'),
          );
        }
      },
      'may not read arn:aws:secretsmanager:eu-central-1:111122223333:secret:city-',
    ],
    [
      'a volume of another user',
      (_, resources) => (ofType(resources, 'AWS::EFS::AccessPoint').PosixUser.Uid = '0'),
      'belongs to 0, not to 1000:1000',
    ],
    [
      'a service with Service Connect',
      (_, resources) => (ofType(resources, 'AWS::ECS::Service').ServiceConnectConfiguration = {}),
      'ServiceConnectConfiguration of',
    ],
  ])('is refused with %s', (_, change, message) => {
    expect(changed(change)).toThrow(message);
  });
});

describeRendered([], 'A rendered task in its sandbox', () => {
  let rendered: Rendered;
  let app: RunningPod;
  let name: string;

  beforeAll(async () => {
    const folder = assembly();
    folders.push(folder);
    const pods = new EcsPods(folder);
    name = pods.names[0]!;
    rendered = new Rendered(pods);
    app = await started();
  });

  afterAll(async () => {
    await app.stop();
    rendered.close();
  });

  /** Starts the task; it answers, ready or not. */
  async function started(): Promise<RunningPod> {
    const pod = await rendered.start(name);
    await until('the program answers', async () => (await pod.call('/')).status === 200);
    return pod;
  }

  const seen = async () => JSON.parse((await app.call('/')).text);

  test('has what Fargate would give it: values, composed secrets, files, folders and a first process', async () => {
    await expect(app.isReady()).resolves.toBe(false);
    const password = rendered.pod(name).main.env.PASSWORD;
    expect(password).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(await seen()).toEqual({
      parent: 1,
      uid: 1000,
      capabilities: ['0', '0', '0', '0'].map((digit) => digit.repeat(16)),
      environment: 'hello $(NAME) $HOME',
      secret: password,
      composed: `redis://:${password}@cache/it's`,
      words,
      root: 'EROFS',
      files: 'EROFS',
      scratch: expect.any(Number),
      data: expect.any(Number),
      owner: [
        [1000, '755'],
        [1000, '750'],
      ],
    });
  });

  test('is unhealthy until it was ready once, and from then on healthy as long as it lives', async () => {
    expect(await app.isLive()).toBe(false);
    await app.call('/become-ready');
    expect(await app.isLive()).toBe(true);
    await app.call('/become-unready');
    expect(await app.isLive()).toBe(true);
    expect((await app.call('/ready')).status).toBe(503);
  });

  test('gets the signal to end through its first process, and starts again with its volume alone', async () => {
    await app.stop();
    expect(app.exitCode()).toBe(5);
    app = await started();
    expect(await app.isLive()).toBe(false);
    const { scratch, data } = await seen();
    expect(data).toBeGreaterThan(scratch);
  });
});
