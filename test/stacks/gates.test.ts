import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { images } from '../../constructs/waist/images';
import { Cache, Edge, EventBus, Job, PostgresDatabase, Secret, text, Volume } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { addAwsGates, readFindings } from '../../stacks/gates';
import { renderToAws } from '../../stacks/render-to-aws';
import { Part, postgres, service, size } from './support';

describe('the gates of AWS', () => {
  let folder: string;

  beforeEach(() => {
    process.env.CDK_VALIDATION = 'true';
    folder = mkdtempSync(join(tmpdir(), 'citykit-test-'));
  });
  afterEach(() => {
    process.env.CDK_VALIDATION = 'false';
    rmSync(folder, { recursive: true });
  });

  test('let every kind of primitive pass, protected or not', () => {
    const app = new App({ outdir: folder });
    addAwsGates(app, { throws: false });
    for (const id of ['kept', 'thrown-away']) {
      const whole = new Stack(app, id);
      // Once in the nested stack of a component, once in the stack itself.
      const stack = id === 'kept' ? new Part(whole, 'Part') : whole;
      const database = new PostgresDatabase(stack, 'Data', { server: postgres(stack, { replicas: 2 }), name: 'data' });
      const cache = new Cache(stack, 'Cache', { size });
      const bus = new EventBus(stack, 'Bus', { replicas: 2, size, storage: Size.gibibytes(10) });
      const api = service(stack, 'Api', {
        image: images.ckan,
        env: {
          URL: text`postgresql://${database.password}@${database.host}`,
          CACHE: cache.url,
          BUS: bus.bootstrapServers,
        },
        files: { '/etc/api/x': 'x' },
        scratch: [{ path: '/tmp' }, { path: '/cache', seeded: true }],
        volumes: { '/data': new Volume(stack, 'Files', { size: Size.gibibytes(1), writers: 'many' }) },
        replicas: { min: 1, max: 3 },
      });
      new Job(stack, 'Nightly', {
        image: images.node,
        size,
        schedule: '0 3 * * *',
        env: { A: new Secret(stack, 'A').value },
      });
      const edge = new Edge(stack, 'Edge', {
        domain: 'izmir.example',
        https: {
          target: api.endpoint(),
          health: { path: '/ready', port: 8080 },
          maxBody: Size.mebibytes(2),
          hosts: ['api.izmir.example'],
        },
      });
      edge.addTls({ name: 'mqtts', port: 8883, host: 'mqtt.izmir.example', target: api.endpoint() });
      renderToAws(whole, {
        hostedZone: { id: 'Z0123456789EXAMPLE', name: 'izmir.example' },
        ...(id === 'thrown-away' && { deletionProtection: { enabled: false, reason: 'a rehearsal' } }),
      });
    }
    app.synth();
    expect(readFindings(folder)).toEqual([]);
  });

  test('find what is wrong, and say where and how to mend it', () => {
    const app = new App({ outdir: folder });
    addAwsGates(app, { throws: false });
    const stack = new Stack(app, 'city');
    new CfnResource(stack, 'Wrong', { type: 'AWS::S3::Bucket', properties: { BucketNam: 'x' } });
    new s3.Bucket(stack, 'Open', { enforceSSL: true });
    app.synth();
    const findings = readFindings(folder);
    expect(findings).toContainEqual({
      gate: 'cdk-nag',
      rule: 'AwsSolutions-S1',
      object: 'city/Open/Resource',
      path: '',
      message: 'The S3 Bucket has server access logs disabled.',
      fix: 'Mend it, or acknowledge AwsSolutions-S1 at the construct with a written reason.',
    });
    expect(findings).toContainEqual(
      expect.objectContaining({
        gate: 'cloudformation',
        object: 'city/Wrong',
        message: expect.stringContaining('BucketNam'),
      }),
    );
  });

  test('find it in a nested stack too', () => {
    const app = new App({ outdir: folder });
    addAwsGates(app, { throws: false });
    const stack = new Stack(app, 'city');
    const api = service(new Part(stack, 'Part'), 'Api');
    const place = renderToAws(stack).place(api);
    new CfnResource(place, 'Wrong', { type: 'AWS::S3::Bucket', properties: { BucketNam: 'x' } });
    new s3.Bucket(place, 'Open', { enforceSSL: true });
    app.synth();
    const findings = readFindings(folder);
    for (const [gate, object] of [
      ['cloudformation', 'city/Part/Programs/Api/Wrong'],
      ['cdk-nag', 'city/Part/Programs/Api/Open/Resource'],
    ])
      expect(findings).toContainEqual(expect.objectContaining({ gate, object }));
  });

  test('stop the synthesis unless they are told to report only', () => {
    // cdk-nag alone is enough to stop it.
    process.env.CDK_VALIDATION = 'false';
    const app = new App({ outdir: folder });
    addAwsGates(app);
    new s3.Bucket(new Stack(app, 'city'), 'Open', { enforceSSL: true });
    expect(() => app.synth()).toThrow('The S3 Bucket has server access logs disabled. (AwsSolutions)');
  });

  test('refuse to speak where no report was written', () => {
    expect(() => readFindings(join(folder, 'nothing'))).toThrow('validation-report.json is missing');
  });
});
