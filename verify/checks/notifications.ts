import { type Check, must, passed } from '../check';
import { isPlainObject, objectOf } from '../exchange';
import { fixtureType } from '../fixture';

/** A subscription, an update, and what arrives (ETSI GS CIM 009, 5.8). */
export const notifications: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM0' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token', 'write', 'receiver'],
  hint: 'Let the broker notify the receiver: broker.notifications in the spec says who may be notified.',
  async run({ api, fixture, receiver, patience }) {
    must(fixture && receiver, 'There is no fixture or nobody to notify.');
    const id = fixture.subscription('told');
    const path = `/${fixture.run}`;
    fixture.keep(`/subscriptions/${id}`);
    const subscribed = await api('/subscriptions', {
      method: 'POST',
      json: {
        id,
        type: 'Subscription',
        entities: [{ type: fixtureType, id: fixture.id('told') }],
        notification: { endpoint: { uri: `${receiver.url}${path}`, accept: 'application/json' } },
      },
    });
    must(subscribed.status === 201, `A subscription is answered with ${subscribed.status}.`, subscribed);
    const entity = { ...fixture.entity(5), id: fixture.id('told') };
    fixture.keep(`/entities/${entity.id}`);
    const arriving = receiver.next(path, (body) => tells(body, fixture.id('told'), 77), patience);
    await api('/entities', { method: 'POST', json: entity });
    const began = Date.now();
    const changed = await api(`/entities/${entity.id}/attrs`, {
      method: 'PATCH',
      json: { level: { type: 'Property', value: 77 } },
    });
    must(changed.status < 300, `An update is answered with ${changed.status}.`, changed);
    const told = await arriving;
    must(told !== undefined, `No notification within ${patience / 1000} s of the update.`, changed);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    return passed(
      { request: changed.request, answer: `notified: ${told.slice(0, 500)}` },
      `Notified ${seconds} s after the update.`,
    );
  },
};

/** Whether a notification (5.3.1) has the entity with the value. In its text any digits may stand: ids and times have some. */
function tells(body: string, id: string, value: number): boolean {
  return [objectOf({ body }).data]
    .flat()
    .filter(isPlainObject)
    .some(
      (entity) => entity.id === id && Object.values(entity).some((one) => isPlainObject(one) && one.value === value),
    );
}
