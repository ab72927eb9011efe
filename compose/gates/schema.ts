import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Finding } from '../../constructs/waist/finding';
import type { ComposeFile } from '../compose-file';
import specification from './compose-spec.json';

let compiled: ValidateFunction | undefined;

/** The schema, compiled when it is first asked. */
function validator(): ValidateFunction {
  if (!compiled) {
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats(ajv, ['duration']);
    compiled = ajv.compile(specification);
  }
  return compiled;
}

/**
 * Findings where the file disagrees with the schema of the Compose Specification (`tools/generate-compose-schema.mjs`).
 *
 * @see https://github.com/compose-spec/compose-go/blob/v2.9.1/schema/compose-spec.json
 */
export function checkSchema(file: ComposeFile): Finding[] {
  const validate = validator();
  if (validate(file)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '', params }) => {
    const [, section = '', name = '', ...rest] = instancePath.split('/');
    const extra = 'additionalProperty' in params ? ` (${params.additionalProperty})` : '';
    return {
      gate: 'schema',
      rule: 'compose',
      object: section === 'services' && name ? `service ${name}` : section || 'file',
      path: rest.join('.'),
      message: `It ${message}${extra}`,
      fix: 'Write it as the Compose Specification has it.',
    };
  });
}
