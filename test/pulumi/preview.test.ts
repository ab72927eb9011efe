import * as pulumi from '@pulumi/pulumi';
import { Secret } from '../../constructs/waist/primitives';
import { CityPlatform } from '../../pulumi';

/** What an engine gives for whatever only `up` will know. */
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

test('the preview of a new platform does not look for the secrets that its job will make', async () => {
  const read: string[] = [];
  const preview = true;
  pulumi.runtime.setMocks(
    {
      newResource({ id, inputs }) {
        if (id) read.push(id);
        return { id: '', state: inputs };
      },
      call: ({ inputs }) => inputs,
    },
    'project',
    'stack',
    preview,
  );
  const city = { name: 'izmir', country: 'TR', population: 4_500_000, domain: 'izmir.example' } as const;
  const platform = new CityPlatform('izmir', { city: { ...city, contact: { email: 'it@izmir.example' } } });
  const secrets = platform.platform.node.findAll().filter((one) => one instanceof Secret);
  const values = secrets.map((secret) => platform.secretValue(secret as Secret));
  await Promise.all(values.map((value) => pulumi.isSecret(value)));
  await Promise.all(values.map((value) => (value as unknown as { isKnown: Promise<boolean> }).isKnown));
  expect(new Set(read)).toEqual(new Set([unknown]));
});
