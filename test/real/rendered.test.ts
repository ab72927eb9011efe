import { imageReference, images } from '../../constructs/waist/images';
import { NotStarted, Rendered, type RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { expand } from './support/rendered/expand';

const program = `
const { createServer } = require('node:http');
const fs = require('node:fs');
process.on('SIGTERM', () => process.exit(0));
const attempt = (work) => { try { return work(); } catch (error) { return error.code; } };
const connects = (host, port) => new Promise((done) => {
  const socket = require('node:net').connect({ host, port, timeout: 500 });
  for (const [event, result] of [['connect', 'connected'], ['timeout', 'timeout']]) socket.once(event, () => done(result));
  socket.once('error', ({ code }) => done(code));
});
createServer(async ({ url }, response) => {
  if (url === '/crash') process.exit(3);
  const status = fs.readFileSync('/proc/self/status', 'utf8');
  response.end(JSON.stringify({
    pid: process.pid,
    uid: process.getuid(),
    groups: process.getgroups(),
    capabilities: [...status.matchAll(/^Cap(?!Amb).*:\\t(.*)$/gm)].map(([, set]) => set),
    noNewPrivileges: /^NoNewPrivs:\\t1$/m.test(status),
    environment: process.env.GREETING,
    secret: process.env.URL,
    folder: fs.readdirSync('/citykit/app'),
    root: attempt(() => fs.writeFileSync('/new', '')),
    usr: attempt(() => fs.writeFileSync('/usr/new', '')),
    files: attempt(() => fs.writeFileSync('/citykit/app/main.cjs', '')),
    scratch: attempt(() => fs.appendFileSync('/scratch/calls', 'x')) ?? fs.readFileSync('/scratch/calls', 'utf8').length,
    claim: attempt(() => fs.appendFileSync('/data/calls', 'x')) ?? fs.readFileSync('/data/calls', 'utf8').length,
    host: attempt(() => fs.readdirSync('/work')),
    itself: await connects('app', 8080),
    outside: await connects('192.0.2.1', 80),
  }));
}).listen(8080);
`;

const security = { runAsUser: 1000, runAsGroup: 1000 };

const objects = [
  { kind: 'ConfigMap', metadata: { name: 'app-files' }, data: { main: program } },
  {
    kind: 'Service',
    metadata: { name: 'app' },
    spec: { ports: [{ port: 8080, targetPort: 'http' }] },
  },
  {
    kind: 'Deployment',
    metadata: { name: 'app' },
    spec: {
      template: {
        spec: {
          securityContext: { ...security, fsGroup: 2000 },
          containers: [
            {
              name: 'main',
              image: imageReference(images.node),
              command: ['node', '/citykit/app/main.cjs', '$(GREETING)'],
              env: [
                { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'app', key: 'password' } } },
                { name: 'GREETING', value: 'hello $$(NAME)' },
                { name: 'URL', value: 'redis://:$(PASSWORD)@cache' },
              ],
              resources: { limits: { memory: '64Mi' } },
              securityContext: { readOnlyRootFilesystem: true },
              ports: [{ name: 'http', containerPort: 8080 }],
              readinessProbe: { httpGet: { path: '/', port: 'http' }, timeoutSeconds: 5 },
              livenessProbe: { exec: { command: ['test', '-f', '/citykit/app/main.cjs'] }, timeoutSeconds: 5 },
              volumeMounts: [
                { name: 'files', mountPath: '/citykit', readOnly: true },
                { name: 'scratch', mountPath: '/scratch' },
                { name: 'data', mountPath: '/data' },
              ],
            },
          ],
          volumes: [
            {
              name: 'files',
              projected: {
                sources: [{ configMap: { name: 'app-files', items: [{ key: 'main', path: 'app/main.cjs' }] } }],
              },
            },
            { name: 'scratch', emptyDir: {} },
            { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
          ],
        },
      },
    },
  },
];

describeRendered([], 'A rendered container in its sandbox', () => {
  let rendered: Rendered;
  let app: RunningPod;

  beforeAll(async () => {
    rendered = new Rendered(objects);
    app = await rendered.start('app');
    await app.untilReady();
  });

  afterAll(async () => {
    await app.stop();
    rendered.close();
  });

  const seen = async () => JSON.parse((await app.call('/')).text);

  test('has what a container runtime and a kubelet would give it, and no more', async () => {
    expect(await seen()).toEqual({
      pid: 1,
      uid: 1000,
      groups: [2000, 1000],
      capabilities: ['0', '0', '0', '0'].map((digit) => digit.repeat(16)),
      noNewPrivileges: true,
      environment: 'hello $(NAME)',
      secret: `redis://:${rendered.secrets.read('app', 'password')}@cache`,
      folder: ['main.cjs'],
      root: 'EROFS',
      usr: 'EROFS',
      files: 'EROFS',
      scratch: expect.any(Number),
      claim: expect.any(Number),
      host: 'ENOENT',
      itself: 'connected',
      outside: 'ENETUNREACH',
    });
  });

  test('is asked by its rendered probes', async () => {
    expect([await app.isReady(), await app.isLive()]).toEqual([true, true]);
  });

  test('keeps its claim and loses its scratch folder from one start to the next', async () => {
    const before = (await seen()).claim;
    expect(before).toBeGreaterThan(0);
    await app.stop();
    app = await rendered.start('app');
    await app.untilReady();
    const { claim, scratch } = await seen();
    expect(claim).toBe(before + scratch);
  });

  test('that ends by itself leaves its exit code, and its probes fail', async () => {
    await app.call('/crash').catch(() => undefined);
    while (app.alive()) await new Promise((resolve) => setTimeout(resolve, 50));
    expect([app.exitCode(), await app.isReady(), await app.isLive()]).toEqual([3, false, false]);
    await expect(app.untilReady()).rejects.toThrow('app ended with 3');
  });

  test('that does not start in its time is told apart, with what its probe was answered', async () => {
    const [files, service, deployment] = JSON.parse(JSON.stringify(objects));
    const startupProbe = { httpGet: { path: '/', port: 9999 }, periodSeconds: 1, failureThreshold: 2 };
    Object.assign(deployment.spec.template.spec.containers[0], { startupProbe });
    const other = new Rendered([files, service, deployment]);
    const late = await other.start('app');
    const error = await late.untilReady().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotStarted);
    expect((error as Error).message).toMatch(
      /^app starts: not within 2 s\nhttp:\S+:9999\/: fetch failed .*ECONNREFUSED/,
    );
    await late.stop();
    other.close();
  });

  test('cannot be read where there is none, or where it needs what a sandbox does not know', () => {
    expect(() => rendered.pod('missing')).toThrow('no workload is named missing');
    const [, , deployment] = JSON.parse(JSON.stringify(objects));
    deployment.spec.template.spec.volumes[1] = { name: 'scratch', hostPath: { path: '/' } };
    const other = new Rendered([deployment, objects[0]!]);
    expect(() => other.pod('app')).toThrow('the volume scratch is not understood');
    other.close();
  });

  test.each([
    ['$(A)', 'a'],
    ['$$(A)', '$(A)'],
    ['$(B) $A $', '$(B) $A $'],
    ['$$$(A)', '$a'],
  ])('reads %s as %s', (written, read) => {
    expect(expand(written, { A: 'a' })).toBe(read);
  });
});
