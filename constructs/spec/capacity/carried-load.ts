import type { SizedCity } from '../city';
import { brokerCapacity } from './broker-capacity';
import { busSize } from './bus-size';
import { databaseSize, millisPerGibibyte } from './database-size';
import { gatewayCpu } from './gateway-capacity';
import { mostConnections, profileLimits } from './profile-limits';

/** Whether the profile of a city has room for the load that it names, and for as long as it keeps history. */
export function carriesLoad({ demoData: _, ...city }: SizedCity): boolean {
  const limits = profileLimits[city.profile];
  // The number of replicas is set to one: how many connections they open is another question.
  const unlimited = { gateway: { requestsPerSecond: 0 } } as const;
  const once = {
    broker: { bus: 'memory', replicas: 1 },
    openDataPortal: { replicas: 1 },
    tenants: [],
    devices: [],
  } as const;
  const { size, storage } = databaseSize({ ...city, ...once });
  return (
    brokerCapacity({ ...city, ...unlimited }).cpu.millis <= limits.replica.millis &&
    size.memory.mebibytes <= limits.databaseMemory.mebibytes &&
    size.cpu.millis <= limits.databaseMemory.gibibytes * millisPerGibibyte &&
    storage.mebibytes <= limits.databaseStorage.mebibytes &&
    (city.broker.bus === 'memory' || busSize(city).storage.mebibytes <= limits.busStorage.mebibytes)
  );
}

/** Whether the database of the profile holds the connections that a city's tenants ask for. */
export function carriesTenants(city: SizedCity): boolean {
  const { size, connections } = databaseSize(city);
  return (
    connections <= mostConnections && size.memory.mebibytes <= profileLimits[city.profile].databaseMemory.mebibytes
  );
}

/** Whether gateway and broker of the profile can answer as many requests as the gateway lets through. */
export function carriesRequests(city: SizedCity): boolean {
  const most = profileLimits[city.profile].replica.millis;
  return gatewayCpu(city).millis <= most && brokerCapacity(city).cpu.millis <= most;
}

/** The largest whole number from 0 to `most` for which it holds, if it holds for all smaller ones. */
export function largest(most: number, holds: (value: number) => boolean): number {
  let held = 0;
  let not = most + 1;
  while (not - held > 1) {
    const middle = Math.floor((held + not) / 2);
    if (holds(middle)) held = middle;
    else not = middle;
  }
  return held;
}
