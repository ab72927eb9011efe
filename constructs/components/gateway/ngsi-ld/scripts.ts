import { luaAddresses } from './lua/addresses';
import { answers, masks } from './lua/answers';
import { bodies, checkedBodies, linked } from './lua/bodies';
import { bodyGrammar } from './lua/body-grammar';
import { json } from './lua/json';
import { luaKinds } from './lua/kinds';
import { mendQuery } from './lua/mend-query';
import type { NgsiLdGuard } from './ngsi-ld-guard';

const grammar = [json, luaKinds, bodyGrammar].join('\n');

/** The script of {@link mendQuery}, for a request that is no request yet. */
export const mendScript = `${grammar}
${mendQuery}
function envoy_on_request(handle) mend_query(handle) end
`;

/**
 * Scripts by name: `answers` for what the broker answers, `masked` where tokens are in it, one for each checked body, and
 * `linked` for all other bodies.
 */
export function guardScripts(guard: NgsiLdGuard): Readonly<Record<string, string>> {
  const checks = [grammar, luaAddresses(guard), bodies, answers].join('\n');
  return {
    answers: `${answers}
function envoy_on_response(handle) guard_answer(handle) end
`,
    masked: `${answers}
${masks}
function envoy_on_response(handle) mask_answer(handle) end
`,
    linked: `${checks}
${linked}
function envoy_on_request(handle) guard_contexts(handle) end
function envoy_on_response(handle) guard_answer(handle) end
`,
    ...Object.fromEntries(
      checkedBodies.map((body) => [
        body,
        `${checks}
function envoy_on_request(handle) guard_body(handle, bodies.${body}) end
function envoy_on_response(handle) guard_answer(handle) end
`,
      ]),
    ),
  };
}
