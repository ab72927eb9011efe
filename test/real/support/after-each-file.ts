import { stopAll } from './running';

afterAll(stopAll);
