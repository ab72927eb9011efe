import { luaAddresses } from './lua/addresses';
import { answers, masks } from './lua/answers';
import { bodies, linked } from './lua/bodies';
import { bodyGrammar } from './lua/body-grammar';
import { json } from './lua/json';
import { luaKinds } from './lua/kinds';
import { mendQuery } from './lua/mend-query';
import type { NgsiLdGuard } from './ngsi-ld-guard';

const grammar = [json, luaKinds, bodyGrammar].join('\n');

/** The script of {@link mendQuery}, which runs before anything is decided on a request. */
export const mendScript = `${grammar}
${mendQuery}
function envoy_on_request(handle) closed(handle, mend_query) end
`;

/**
 * Scripts by name: `answers` for what the broker answers, `masked` where tokens are in it, and `checked` for requests with
 * a body, which is what the filter's context calls it in `body`, or any other.
 */
export function guardScripts(guard: NgsiLdGuard): Readonly<Record<'answers' | 'masked' | 'checked', string>> {
  return {
    answers: `${answers}
function envoy_on_response(handle) guard_answer(handle) end
`,
    masked: `${answers}
${masks}
function envoy_on_response(handle) mask_answer(handle) end
`,
    checked: `${[grammar, luaAddresses(guard), bodies, linked, answers].join('\n')}
function envoy_on_request(handle)
  local kind = handle:filterContext():get('body')
  closed(handle, kind == 'other' and guard_contexts or guard_body, bodies[kind])
end
function envoy_on_response(handle) guard_answer(handle) end
`,
  };
}
