import { composed, fileOf } from '../../platform/composed';
import { readable } from '../../support/readable';

test('izmir’s gateway starts from this bootstrap', async () => {
  const file = fileOf(await composed('izmir'), '/citykit/envoy/envoy.json');
  expect(readable(JSON.parse(file))).toMatchSnapshot();
});
