import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { AssetHashType, Stage } from 'aws-cdk-lib';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';

/** A file in the bucket of the stack's assets. Its name there is a hash of the content, the same on every machine. */
export function textAsset(scope: Construct, id: string, fileName: string, content: string): assets.Asset {
  const hash = hashOf(content);
  // Written where the CDK would copy it to, it is there already and need not be copied.
  const path = join(outdirOf(scope), `asset.${sha256(hash.assetHash)}${extname(fileName)}`);
  writeFileSync(path, content);
  return new assets.Asset(scope, id, { path, ...hash });
}

function outdirOf(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) throw new Error(`${scope.node.path} is in no app`);
  return stage.assetOutdir;
}

/** Calls `use` with a file of that content, in a folder of its own that is gone afterwards. */
export function withFile<T>(fileName: string, content: string, use: (path: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-'));
  try {
    const path = join(folder, fileName);
    writeFileSync(path, content);
    return use(path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Has the CDK name an asset by the hash of its content. */
export function hashOf(content: string): { assetHash: string; assetHashType: AssetHashType } {
  return { assetHash: sha256(content), assetHashType: AssetHashType.CUSTOM };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
