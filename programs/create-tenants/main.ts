import { runJob } from '../shared/job';
import { createTenants, createTenantsConfig } from './create-tenants';

void runJob(createTenantsConfig, createTenants);
