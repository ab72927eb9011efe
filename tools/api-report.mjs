// Writes what each entry point offers to docs/reference/api/, so that a change of it is seen in review. With --check it
// writes nothing and fails when a report is not as the code says. Reads dist/types: run `npm run build:types` before.
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const entryPoints = {
  citykit: 'constructs',
  'citykit-charts': 'charts',
  'citykit-stacks': 'stacks',
  'citykit-compose': 'compose',
  'citykit-pulumi': 'pulumi',
};

const changed = Object.entries(entryPoints).filter(([name, folder]) => {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, 'dist/types', folder, 'index.d.ts'),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.types.json') },
      apiReport: {
        enabled: true,
        reportFolder: join(root, 'docs/reference/api'),
        reportTempFolder: join(root, 'dist/api'),
        reportFileName: `${name}.api.md`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        // The report is for the shape; the words are read where they stand.
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const result = Extractor.invoke(config, { localBuild: !check, messageCallback: quiet });
  return check && result.apiReportChanged;
});

/** Only what goes wrong is said. */
function quiet(message) {
  message.handled = message.logLevel !== 'error';
}

if (changed.length > 0) {
  const names = changed.map(([name]) => `docs/reference/api/${name}.api.md`).join(', ');
  console.error(`Not as the code says: ${names}.\nRun npm run api, and look at the difference.`);
  process.exitCode = 1;
}
