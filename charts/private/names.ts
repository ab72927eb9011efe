import { nameOf } from '../../constructs/waist/names';
import { EventBus, Job, PostgresServer, type Primitive } from '../../constructs/waist/primitives';

/** Name of the objects of a primitive, and label of its pods: short enough for what is added to it. */
export function nameOfPrimitive(primitive: Primitive): string {
  return nameOf(primitive, lengthOf(primitive));
}

function lengthOf(primitive: Primitive): number {
  // A CronJob adds the time to the names of its Jobs; a Job ends in a hyphen and a hash of its specification.
  if (primitive instanceof Job) return primitive.schedule ? 52 : 63 - 9;
  // CloudNativePG refuses longer names.
  if (primitive instanceof PostgresServer) return 50;
  // Strimzi names a pod after the cluster and its pool, whose names are the same here, in 63 characters.
  if (primitive instanceof EventBus) return 28;
  return 63;
}

/** The Service that Strimzi makes for finding the brokers. */
export function bootstrapHost(bus: EventBus): string {
  return `${nameOfPrimitive(bus)}-kafka-bootstrap`;
}
