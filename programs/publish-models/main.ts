import { runJob } from '../shared/job';
import { publishModels, publishModelsConfig } from './publish-models';

void runJob(publishModelsConfig, publishModels);
