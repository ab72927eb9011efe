import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { Finding } from '../../constructs/waist/finding';
import type { ComposeFile } from '../compose-file';
import specification from './compose-spec.json';

/**
 * Findings where the file disagrees with the schema of the Compose Specification (`tools/generate-compose-schema.mjs`). It is
 * interpreted: to compile it takes ten times as long as all files of a city.
 *
 * @see https://github.com/compose-spec/compose-go/blob/v2.9.1/schema/compose-spec.json
 */
export function checkSchema(file: ComposeFile): Finding[] {
  const { errors } = new Validator(specification as Schema, '7', false).validate(plain(file));
  return innermost(errors).map(({ instanceLocation, keyword, error }) => {
    const [, section = '', name = '', ...rest] = instanceLocation.split('/');
    return {
      gate: 'schema',
      rule: 'compose',
      object: section === 'services' && name ? `service ${name}` : section || 'file',
      path: rest.join('.'),
      message: keyword === 'additionalProperties' ? error.replace(/ does not .*/, ' is not known.') : error,
      fix: 'Write it as the Compose Specification has it.',
    };
  });
}

/** As it is written: without the members that are undefined. */
const plain = (file: ComposeFile): unknown => JSON.parse(JSON.stringify(file));

/** The errors that no other one leads to. */
function innermost(errors: readonly OutputUnit[]): OutputUnit[] {
  const leads = ({ keyword }: OutputUnit) => ['properties', 'patternProperties', 'items', '$ref'].includes(keyword);
  // A member that is allowed nowhere is told by its parent, and again by the schema `false` of it.
  return errors.filter((error) => !leads(error) && error.keyword !== 'false');
}
