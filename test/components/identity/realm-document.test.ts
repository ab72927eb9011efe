import { composed, fileOf } from '../../platform/composed';
import { readable } from '../../support/readable';

test('izmir’s realm is this document', async () => {
  const file = fileOf(await composed('izmir'), '/citykit/realm/realm.json');
  expect(readable(JSON.parse(file))).toMatchSnapshot();
});
