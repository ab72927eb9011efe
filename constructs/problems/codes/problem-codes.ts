import { codesOfChanges } from './changes';
import { dataRuleCodes } from './data-rules';
import { federationCodes } from './federations';
import { fieldCodes } from './fields';
import { fileCodes } from './files';
import { machineCodes } from './machine';
import { modelCodes } from './models';
import { outputCodes } from './outputs';
import { realmCodes } from './realms';
import { ruleCodes } from './rules';
import { targetRuleCodes } from './target-rules';
import { targetCodes } from './targets';

/** Every code that a problem can have, and what it means. A problem with a code that is not here does not compile. */
export const problemCodes = {
  ...fieldCodes,
  ...ruleCodes,
  ...dataRuleCodes,
  ...targetRuleCodes,
  ...federationCodes,
  ...fileCodes,
  ...modelCodes,
  ...codesOfChanges,
  ...realmCodes,
  ...targetCodes,
  ...outputCodes,
  ...machineCodes,
};

/** A code of a problem; `citykit explain` says what each means. */
export type ProblemCode = keyof typeof problemCodes;
