import { type CheckId, checks } from '../../constructs/waist/checks';
import { checkOf } from '../../verify/checks';
import { editionNames } from '../../verify/edition';
import { generated, markdownTable } from './markdown-table';

/** Every check of `citykit verify`. */
export function checksReference(): string {
  const rows = (Object.keys(checkOf) as CheckId[]).map((id) => {
    const { mechanisms, level, needs = [], component, hint } = checkOf[id];
    const of = editionNames.flatMap((edition) => mechanisms[edition] ?? '–');
    return [id, checks[id], level, ...of, needs.join(', '), component, hint];
  });
  return `# What citykit verify asks

${generated} The columns of the editions say to which mechanism a check belongs there.

${markdownTable(['check', 'it asks', 'level', ...editionNames, 'needs', 'component', 'where it fails'], rows)}
`;
}
