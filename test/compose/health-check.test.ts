import { healthTest } from '../../compose/private/health-check';
import { probeCommand } from '../../constructs/servers/probe-command';
import { type Image, images } from '../../constructs/waist/images';

test.each([
  { what: 'plain words', command: ['pg_isready', '-q'], test: ['CMD', 'pg_isready', '-q'] },
  {
    what: 'a line of sh',
    command: ['/bin/sh', '-c', '[ ! -e /tmp/failed ]'],
    test: ['CMD-SHELL', '[ ! -e /tmp/failed ]'],
  },
  {
    what: 'a line of bash',
    command: ['/bin/bash', '-c', "a 'b' $1"],
    test: ['CMD-SHELL', `'/bin/bash' '-c' 'a '\\''b'\\'' $$1'`],
  },
])('$what reaches an engine that splits words at white space', ({ command, test: wanted }) => {
  expect(healthTest(command)).toEqual(wanted);
});

test.each(Object.values<Image>(images).filter(({ httpClient }) => httpClient))(
  'the probe of $name is one line, without runs of spaces',
  (image) => {
    const command = probeCommand(image, (question) => question({ port: 80, http: '/health' }));
    expect(command!.join(' ')).not.toMatch(/\n|\s\s/);
  },
);
