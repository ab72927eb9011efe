import type { Value } from '../../waist/primitives';

/**
 * Variables of Scorpio 5.0.3 without a bus.
 *
 * Its settings send every change and every registration also to a connector that is made for tests and keeps each message
 * for them (`application-in-memory.properties`: `smallrye-in-memory`), until the heap is full. Those who listen are in the same
 * process and hear of a change without it.
 *
 * @see https://github.com/Open-IoT-Service-Platform/platform-launcher/issues/730
 */
export const brokerInMemory: Readonly<Record<string, Value>> = {
  MP_MESSAGING_OUTGOING_ENTITY_ENABLED: false,
  MP_MESSAGING_OUTGOING_REGISTRY_ENABLED: false,
};
