import { runJob } from '../shared/job';
import { createSecrets, createSecretsConfig } from './create-secrets';

void runJob(createSecretsConfig, createSecrets);
