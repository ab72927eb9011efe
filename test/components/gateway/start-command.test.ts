import { startCommand } from '../../../constructs/components/gateway/envoy/start-command';

const command = startCommand({ adminPort: 9901, configFile: '/etc/envoy.json', concurrency: 2, drainSeconds: 7 });

it('starts Envoy without shared memory, with a thread for each CPU', () => {
  expect(command.slice(3)).toEqual([
    'gateway',
    'envoy',
    '-c',
    '/etc/envoy.json',
    '--concurrency',
    '2',
    '--disable-hot-restart',
    '--file-flush-interval-msec',
    '1000',
    '--log-level',
    'warning',
  ]);
});

it('drains over loopback for as long as it is told', () => {
  expect(command.slice(0, 2)).toEqual(['bash', '-c']);
  expect(command[2]).toContain('exec 3<>/dev/tcp/127.0.0.1/9901');
  expect(command[2]).toContain('sleep 7\n');
});
