import { createRequire } from 'node:module';
import { join } from 'node:path';

const ofPulumi = createRequire(join(require.resolve('@pulumi/pulumi/package.json'), '..', 'index.js'));

/** A module of the Pulumi SDK, or one that it brings with it: gRPC and protobuf in the versions of its own messages. */
// biome-ignore lint/suspicious/noExplicitAny: these modules are generated, and are used in this folder only.
export function bundled(name: string): any {
  return ofPulumi(name);
}
