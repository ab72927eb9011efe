import { parentPort, workerData } from 'node:worker_threads';
import { isCityError } from '../constructs/problems/city-error';
import { receivedCity } from '../constructs/spec/city';
import type { ThreadData, ThreadMessage } from './city-thread';
import { type CityToMake, makeCity } from './make-city';
import { type SynthTargetName, targets } from './targets';

// What a thread that makes cities runs: it takes a city, tells what became of it, and takes the next.

const { options, lent } = workerData as ThreadData;
const tell = (message: ThreadMessage) => parentPort?.postMessage(message);

const borrowed = Promise.all(
  Object.entries(lent).map(([target, loan]) => targets[target as SynthTargetName].borrow?.(loan)),
);

async function take({ city, ...one }: CityToMake): Promise<void> {
  try {
    await borrowed;
    tell({
      kind: 'made',
      city: await makeCity({ ...one, city: receivedCity(city) }, options, (target) => tell({ kind: 'begun', target })),
    });
  } catch (error) {
    if (isCityError(error)) tell({ kind: 'problems', problems: error.problems });
    else if (error instanceof Error) tell({ kind: 'failed', error, details: { ...error } });
    else throw error;
  }
}

parentPort?.on('message', take);
