import { stopAll } from './running';

afterAll(stopAll, 60_000);
