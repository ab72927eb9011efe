import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { images } from '../../constructs/waist/images';
import { text } from '../../constructs/waist/primitives';
import { bare, newStack, postgres, Rendered, service } from './support';

describe('files and scratch folders of a task', () => {
  const stack = newStack();
  const server = postgres(stack);
  service(stack, 'Site', {
    image: images.keycloak,
    files: {
      '/etc/site/site.conf': text`host=${server.endpoint.host}\nit's "$HOME" \`x\`\n`,
      '/etc/site/more/deep/list.txt': 'a\nb',
    },
    scratch: [{ path: '/tmp' }, { path: '/opt/cache', seeded: true }],
  });
  const rendered = new Rendered(stack);
  const site = (name?: string) => rendered.container('Site', name);
  const task = rendered.only('AWS::ECS::TaskDefinition', 'Site').Properties;

  test('lie on volumes of the task: files read-only, scratch writable', () => {
    expect(task.Volumes).toEqual([{ Name: 'files-0' }, { Name: 'scratch-0' }, { Name: 'scratch-1' }]);
    expect(site().MountPoints).toEqual([
      { ContainerPath: '/etc/site', ReadOnly: true, SourceVolume: 'files-0' },
      { ContainerPath: '/tmp', ReadOnly: false, SourceVolume: 'scratch-0' },
      { ContainerPath: '/opt/cache', ReadOnly: false, SourceVolume: 'scratch-1' },
    ]);
  });

  test('are ready before the program starts', () => {
    const waits = (name?: string) => site(name).DependsOn ?? [];
    expect(waits('folders')).toEqual([]);
    expect(waits('files')).toEqual([{ Condition: 'SUCCESS', ContainerName: 'folders' }]);
    expect(waits('seeds')).toEqual([{ Condition: 'SUCCESS', ContainerName: 'folders' }]);
    expect(waits()).toEqual([
      { Condition: 'SUCCESS', ContainerName: 'files' },
      { Condition: 'SUCCESS', ContainerName: 'seeds' },
    ]);
  });

  test('are prepared as root by one container alone, which may do nothing but change owners', () => {
    const users = task.ContainerDefinitions.map((container: { Name: string; User: string }) => [
      container.Name,
      container.User,
    ]);
    expect(users).toEqual([
      ['program', '1000:0'],
      ['folders', '0:0'],
      ['files', '1000:0'],
      ['seeds', '1000:0'],
    ]);
    expect(site('folders')).toMatchObject({
      Essential: false,
      ReadonlyRootFilesystem: true,
      EntryPoint: ['chown', '1000:0'],
      Command: ['/prepare/files-0', '/prepare/scratch-0', '/prepare/scratch-1'],
    });
    expect(site('folders').LinuxParameters.Capabilities.Drop).toHaveLength(13);
    expect(site('folders').LinuxParameters.Capabilities.Drop).not.toContain('CHOWN');
  });

  test('start with what the image holds where a scratch folder is seeded', () => {
    expect(site('seeds')).toMatchObject({
      Image: `quay.io/keycloak/keycloak:${images.keycloak.tag}`,
      EntryPoint: ['/bin/bash', '-c'],
      Command: ["cp -R '/opt/cache'/. /prepare/scratch-1/"],
    });
  });

  test('come from one object of the asset bucket, which this task alone may read', () => {
    const { Statement } = rendered.only('AWS::IAM::Policy', 'SiteRole').Properties.PolicyDocument;
    expect(Statement).toEqual([expect.objectContaining({ Sid: 'Files', Action: 's3:GetObject', Effect: 'Allow' })]);
    expect(JSON.stringify(Statement[0].Resource)).toMatch(/\/[0-9a-f]{64}\.sh"/);
    expect(site('files').Image).toMatch(/^public\.ecr\.aws\/aws-cli\/aws-cli:\d+\.\d+\.\d+$/);
  });

  test('hold exactly what was asked for, once the script has run with the values of the deployment', () => {
    const environment: { Name: string; Value: unknown }[] = site('files').Environment;
    expect(environment.map(({ Name }) => Name)).toEqual(['VALUE_0', 'FILES']);
    expect(environment[0]!.Value).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'Endpoint.Address'],
    });
    const folder = mkdtempSync(join(tmpdir(), 'citykit-test-'));
    try {
      const script = installScript(stack).replaceAll('/prepare', folder);
      execFileSync('/bin/bash', ['-eu'], { input: script, env: { VALUE_0: 'db.example' } });
      expect(readFileSync(join(folder, 'files-0/site.conf'), 'utf8')).toBe(`host=db.example\nit's "$HOME" \`x\`\n`);
      expect(readFileSync(join(folder, 'files-0/more/deep/list.txt'), 'utf8')).toBe('a\nb');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The script of the one shell asset of the synthesized stack. */
function installScript(stack: Stack): string {
  const files = Object.keys(
    JSON.parse(readFileSync(join(outdir(stack), `${stack.artifactId}.assets.json`), 'utf8')).files,
  );
  const scripts = files.flatMap((hash) => {
    try {
      return [readFileSync(join(outdir(stack), `asset.${hash}.sh`), 'utf8')];
    } catch {
      return [];
    }
  });
  return scripts.find((script) => script.includes('site.conf'))!;
}

function outdir(stack: Stack): string {
  return (stack.node.root as unknown as { outdir: string }).outdir;
}

describe('folders that hide each other', () => {
  test('are refused, with the workload and both folders named', () => {
    const stack = newStack();
    service(stack, 'Site', { files: { '/opt/site/import/x': '' }, scratch: [{ path: '/opt/site' }] });
    expect(() => new Rendered(stack)).toThrow(
      'city/Site: on Fargate the folder /opt/site would hide /opt/site/import; give each a folder of its own',
    );
  });

  test('are refused when a file lies in the root folder', () => {
    const stack = newStack();
    service(stack, 'Site', { files: { '/site.conf': '' } });
    expect(() => new Rendered(stack)).toThrow('city/Site: on Fargate a file needs a folder of its own, not /');
  });

  test('are refused when a seeded folder comes from an image without a shell', () => {
    const stack = newStack();
    service(stack, 'Gate', { image: bare, scratch: [{ path: '/x', seeded: true }] });
    expect(() => new Rendered(stack)).toThrow('city/Gate: registry.example/bare has no shell to seed a folder with');
  });
});
