import { readable, withoutHashes } from '../support/readable';
import { composed, filesOf, type PlatformFile } from './composed';

/**
 * The gateway's bootstrap and the realm have snapshots of their own. Bundled programs are tested in test/programs, schemas
 * and examples of the data models in test/models, the description of the API beside this.
 */
const elsewhere = /^\/citykit\/(envoy|realm)\/|\.cjs$|\.schema\.json$|^\/citykit\/site\/(examples\/|openapi)/;

function contentOf({ path, content }: PlatformFile): string {
  return /\.json(ld)?$/.test(path) ? readable(JSON.parse(content)) : withoutHashes(content);
}

test('the programs of izmir read these files', async () => {
  const namesByContent = new Map<string, string[]>();
  for (const file of filesOf(await composed('izmir')).filter(({ path }) => !elsewhere.test(path))) {
    const content = contentOf(file);
    const name = withoutHashes(`${file.program} ${file.path}`);
    namesByContent.set(content, [...(namesByContent.get(content) ?? []), name]);
  }
  for (const [content, names] of namesByContent) expect(content).toMatchSnapshot(names.join(', '));
});
