import { type Check, must, passed, skipped } from '../check';
import { anyEntity, noEntity } from '../sample';

/** The `Link` of an answer in plain JSON (ETSI GS CIM 009, 6.3.5). */
export const modelLinks: Check = {
  mechanisms: { '2024': 'MIM1', current: 'MIM0' },
  level: 'SHOULD',
  component: 'Context broker',
  needs: ['token'],
  hint: 'Answer in application/json with a Link header whose rel is http://www.w3.org/ns/json-ld#context.',
  async run(context) {
    const entity = await anyEntity(context);
    if (!entity) return skipped(noEntity);
    const answer = await context.api(`/entities/${encodeURIComponent(entity.id)}`, { tenant: entity.tenant ?? null });
    must(answer.status === 200, `An entity that was listed answers ${answer.status}.`, answer);
    const { link = '' } = answer.headers;
    must(/rel="?http:\/\/www\.w3\.org\/ns\/json-ld#context"?/.test(link), 'An answer names no @context.', answer);
    return passed(answer, `Answers name their @context: ${link.split(';')[0]}.`);
  },
};
