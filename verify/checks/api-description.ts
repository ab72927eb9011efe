import { type Check, must, passed } from '../check';
import { isPlainObject, objectOf } from '../exchange';

/** Methods that an OpenAPI path may describe. */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** `/openapi.json` at the API's host (https://spec.openapis.org/oas/v3.1.1). */
export const apiDescription: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM0' },
  level: 'SHOULD',
  component: 'Gateway',
  hint: 'Serve an OpenAPI 3.1 description of the API at /openapi.json, without a token.',
  async run({ client, platform }) {
    const answer = await client.ask(new URL('/openapi.json', platform.api).href);
    must(answer.status === 200, `There is no /openapi.json: ${answer.status}.`, answer);
    const { openapi, paths, components } = objectOf(answer);
    must(/^3\.1\./.test(String(openapi)), 'It is no OpenAPI 3.1.', answer);
    const operations = Object.values(isPlainObject(paths) ? paths : {}).flatMap((path) =>
      isPlainObject(path) ? methods.flatMap((method) => (isPlainObject(path[method]) ? [path[method]] : [])) : [],
    );
    must(operations.length > 0, 'It describes no operation.', answer);
    const silent = operations.filter(
      ({ responses }) => !isPlainObject(responses) || Object.keys(responses).length === 0,
    );
    must(silent.length === 0, `${silent.length} operations have no answers.`, answer);
    must(isPlainObject(components) && isPlainObject(components.securitySchemes), 'It has no securitySchemes.', answer);
    must(answer.body.includes('"example'), 'It has no examples.', answer);
    return passed(answer, `OpenAPI ${openapi} with ${operations.length} operations, answers, examples and security.`);
  },
};
