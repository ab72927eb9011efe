import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RootConstruct } from 'constructs';
import { expanded, scheduled } from '../../compose/private/schedule';
import { images } from '../../constructs/waist/images';
import { Job } from '../../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../../constructs/waist/units';

const every = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at).join(' ');

test.each([
  ['41 */6 * * *', { MINUTES: '41', HOURS: '0 6 12 18', DAYS: every(1, 31), MONTHS: every(1, 12), EITHER_DAY: 'no' }],
  ['*/20 8-10 * * 1-5', { MINUTES: '0 20 40', HOURS: '8 9 10', WEEKDAYS: '1 2 3 4 5', EITHER_DAY: 'no' }],
  ['5/25 0 1,15 * 7', { MINUTES: '5 30 55', HOURS: '0', DAYS: '1 15', WEEKDAYS: '0', EITHER_DAY: 'yes' }],
])('%s stands for these numbers', (schedule, lists) => {
  expect(expanded(schedule)).toMatchObject(lists);
});

const size = { cpu: Cpu.millis(50), memory: Size.mebibytes(64) };
const job = (command: readonly string[]) =>
  new Job(new RootConstruct('town'), 'Job', {
    image: images.node,
    size,
    schedule: '* * * * *',
    command,
    deadline: Duration.seconds(5),
  });

/** Runs the script with what a container would have, until it says enough or the seconds are over. */
async function run(schedule: string, command: readonly string[], enough: string, seconds = 20): Promise<string> {
  const { files, env } = scheduled(job(command), schedule);
  const folder = mkdtempSync(join(tmpdir(), 'citykit-schedule-'));
  const script = join(folder, 'schedule.sh');
  const failed = join(folder, 'failed');
  writeFileSync(script, String(Object.values(files)[0]).replaceAll('/tmp/failed', failed));
  const child = spawn('sh', [script, ...command], {
    env: {
      PATH: process.env.PATH,
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const end = Date.now() + seconds * 1000;
  // It says that a run failed before it notes it.
  const isEnough = () => said.includes(enough) && (!said.includes('failed') || existsSync(failed));
  while (!isEnough() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill('SIGTERM');
  await ended;
  const hasFailed = existsSync(failed);
  expect(readFileSync(script, 'utf8')).toContain('EITHER_DAY');
  rmSync(folder, { recursive: true });
  return said.trim().split('\n')[0] + (hasFailed ? ' (failed)' : '');
}

test('it runs in its minute, and stops at once when told to', async () => {
  expect(await run('* * * * *', ['echo', 'it is time'], 'time')).toBe('it is time');
});

test('a run that fails is shown, and one of another minute is none', async () => {
  expect(await run('* * * * *', ['false'], 'failed')).toMatch(/^the run of \S+ failed: 1 \(failed\)$/);
  const never = `${(new Date().getUTCMinutes() + 30) % 60} * * * *`;
  expect(await run(never, ['echo', 'now'], 'now', 2)).toBe('');
});

test('an image without a shell is refused by its name', () => {
  const { shell: _, ...bare } = images.node;
  const one = new Job(new RootConstruct('town'), 'Job', { image: bare, size, schedule: '* * * * *' });
  expect(() => scheduled(one, '* * * * *')).toThrow('docker.io/library/node has no shell');
});
