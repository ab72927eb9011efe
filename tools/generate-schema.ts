import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonSchemas } from '../constructs/spec/json-schemas';
import { reportSchema } from '../verify/report-schema';

const folder = join(__dirname, '..', 'schema');
mkdirSync(folder, { recursive: true });
const { $schema, ...rest } = z.toJSONSchema(reportSchema);
const report = { $schema, $id: 'urn:citykit:schema:verify-report', ...rest };
for (const [file, schema] of Object.entries({ ...jsonSchemas(), 'verify-report.schema.json': report })) {
  writeFileSync(join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
}
