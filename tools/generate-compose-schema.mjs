// Writes `compose/gates/compose-spec.json`: the rules of the Compose Specification that `citykit synth` checks against,
// without the specification's prose. Run after changing the version; needs `go`, which downloads from its registry.
//
//   node tools/generate-compose-schema.mjs
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const module = 'github.com/compose-spec/compose-go/v2';
const version = 'v2.9.1';

const downloaded = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
  cwd: tmpdir(),
  encoding: 'utf8',
});
const schema = JSON.parse(readFileSync(join(JSON.parse(downloaded).Dir, 'schema', 'compose-spec.json'), 'utf8'));
const derived = { $comment: `Derived from ${module} ${version}, Apache-2.0.`, ...rulesOf(schema) };
writeFileSync(new URL('../compose/gates/compose-spec.json', import.meta.url), `${JSON.stringify(derived)}\n`);

/** A schema without what is there for readers. Under `properties` and the like, names are fields and not keywords. */
function rulesOf(value, named = false) {
  if (Array.isArray(value)) return value.map((item) => rulesOf(item));
  if (typeof value !== 'object' || value === null) return value;
  const prose = ['$schema', '$id', 'title', 'description', 'deprecated', 'examples'];
  const kept = Object.entries(value).filter(([key]) => named || !prose.includes(key));
  return Object.fromEntries(
    kept.map(([key, item]) => [
      key,
      rulesOf(item, !named && ['properties', 'patternProperties', 'definitions'].includes(key)),
    ]),
  );
}
