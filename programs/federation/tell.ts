import type { JsonObject } from '../shared/json-value';
import { type AnswerCoverage, type Duplicate, type Gap, missingMembers, type Source } from './fan-out';
import { missingText } from './missing';

/** Most warnings of an answer, and most ids in one: headers have an end. */
const most = { warnings: 20, ids: 5 };

/**
 * Headers that say what an answer lacks.
 *
 * `NGSILD-Warning` is that of ETSI GS CIM 009 V1.8.1, 6.3.17: one for each city that is missing. `Federation-Answer` says the
 * same to programs, as a dictionary of RFC 9651: `asked=("izmir" "istanbul"), answered=("izmir"),
 * missing=("istanbul";reason=late)`; it is in every answer, so that its absence means nothing.
 *
 * @param agent public host of the federation
 */
export function coverageHeaders(coverage: AnswerCoverage, agent: string): Readonly<Record<string, string | string[]>> {
  const warnings = [...gapWarnings(coverage.gaps), ...duplicateWarnings(coverage.duplicates)];
  const shown = warnings.slice(0, most.warnings);
  if (warnings.length > shown.length) shown.push(`and ${warnings.length - shown.length} more warnings`);
  return {
    'federation-answer': [
      `asked=${innerList(coverage.sources.map(({ city }) => quoted(city.city.id)))}`,
      `answered=${innerList(completeCities(coverage).map(quoted))}`,
      ...(coverage.gaps.length > 0 ? [`missing=${innerList(coverage.gaps.map(missingItem))}`] : []),
    ].join(', '),
    ...(shown.length > 0 && { 'ngsild-warning': shown.map((text) => `199 ${agent} ${quoted(text)}`) }),
  };
}

/** The same as a member of an answer that has room for one: a FeatureCollection. */
export function coverageMember(coverage: AnswerCoverage): JsonObject {
  return {
    asked: [...new Set(coverage.sources.map(({ city }) => city.city.id))],
    answered: completeCities(coverage),
    missing: missingMembers(coverage.gaps),
    duplicates: coverage.duplicates.map(({ id, shown, hidden }) => ({
      id,
      shown: placeOf(shown),
      hidden: hidden.map(placeOf),
    })),
  };
}

/** Cities of which nothing is missing. */
function completeCities({ sources, gaps }: AnswerCoverage): readonly string[] {
  const incomplete = new Set(gaps.map(({ source }) => source.city));
  return [...new Set(sources.filter(({ city }) => !incomplete.has(city)).map(({ city }) => city.city.id))];
}

function gapWarnings(gaps: readonly Gap[]): readonly string[] {
  const grouped = new Map<string, string[]>();
  for (const { source, reason } of gaps) {
    const { id } = source.city.city;
    const tenants = grouped.get(`${id} ${reason}`) ?? [];
    grouped.set(`${id} ${reason}`, source.tenant === undefined ? tenants : [...tenants, source.tenant]);
  }
  return [...grouped].map(([key, tenants]) => {
    const [id, reason] = key.split(' ') as [string, Gap['reason']];
    return `${id}${tenants.length > 0 ? ` (${tenants.join(', ')})` : ''} ${missingText[reason]}`;
  });
}

function duplicateWarnings(duplicates: readonly Duplicate[]): readonly string[] {
  const told = duplicates
    .slice(0, most.ids)
    .map(
      ({ id, shown, hidden }) =>
        `${id} stands in ${[shown, ...hidden].map(placeOf).join(' and ')}: that of ${placeOf(shown)} is shown`,
    );
  const rest = duplicates.length - told.length;
  return rest > 0 ? [...told, `${rest} more ids stand in more than one city`] : told;
}

/** A city, and which of its tenants. */
function placeOf({ city, tenant }: Source): string {
  return tenant === undefined ? city.city.id : `${city.city.id}/${tenant}`;
}

function missingItem({ source: { city, tenant }, reason }: Gap): string {
  return `${quoted(city.city.id)}${tenant === undefined ? '' : `;tenant=${quoted(tenant)}`};reason=${reason}`;
}

const innerList = (items: readonly string[]): string => `(${[...new Set(items)].join(' ')})`;

/** A string of RFC 9651, which is also a quoted-string of RFC 9110: other characters than ASCII's are left out. */
const quoted = (text: string): string => `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`;
