import { runJob } from '../shared/job';
import { applyRealmConfig, bringAbout } from './apply-realm-job';

void runJob(applyRealmConfig, bringAbout, ({ secrets }) => secrets);
