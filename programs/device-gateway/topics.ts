import type { Device } from './devices';
import { Refusal } from './refusal';

/** First part of the topics of a protocol, as the IoT Agents have it. */
const roots = { json: 'json', ultralight: 'ul' } as const;

/**
 * What a topic of a device's own says: `/json/<group>/<device>/attrs`, or with the name of a single value behind it.
 *
 * @returns the name of the single value; undefined for a message that holds all
 * @throws Refusal when the topic is not one of the device's
 */
export function valueOfTopic({ group, id }: Device, topic: string): string | undefined {
  const root = roots[group.protocol as keyof typeof roots] ?? 'json';
  const [first, groupId, device, attrs, name, ...more] = topic.replace(/^\//, '').split('/');
  const isOwn = first === root && groupId === group.id && device === id && attrs === 'attrs' && more.length === 0;
  if (!isOwn || name === '') throw new Refusal('other-topic', `The device may publish to /${root}/…/attrs of its own.`);
  return name;
}
