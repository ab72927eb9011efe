import { runJob } from '../shared/job';
import { waitForJobs, waitForJobsConfig } from './wait-for-jobs';

void runJob(waitForJobsConfig, waitForJobs);
