import { Construct } from 'constructs';
import type { ServiceDefinition } from './compose-file';

/** A service of the Compose file: the `defaultChild` of what it was rendered from. Its definition may be changed until the file is written. */
export class ComposeService extends Construct {
  constructor(
    scope: Construct,
    id: string,
    /** Its name in the file, by which others reach it. */
    readonly name: string,
    /** As it stands in the file. */
    readonly definition: ServiceDefinition,
  ) {
    super(scope, id);
  }
}
