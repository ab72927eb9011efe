import type { Environment } from '../shared/environment';
import { type HttpRequest, isPassing, send } from '../shared/http';
import { textList } from '../shared/json-value';
import type { Log } from '../shared/log';
import { FinalError, retry } from '../shared/retry';

/** What `create-tenants` is told. */
export interface CreateTenantsConfig {
  /** The broker's URL, before `/ngsi-ld/v1`. */
  readonly brokerUrl: string;
  readonly tenants: readonly string[];
  readonly deadline: number;
  /** First pause between attempts, in milliseconds. @default 500 */
  readonly pause?: number;
}

const TENANT = /^[A-Za-z0-9_-]{1,64}$/;

/** From the environment: `BROKER_URL`, `TENANTS` as JSON, and `DEADLINE_SECONDS`. */
export function createTenantsConfig(environment: Environment): CreateTenantsConfig {
  return {
    brokerUrl: environment.url('BROKER_URL'),
    tenants: environment.json('TENANTS', (value, note) => {
      const tenants = textList(value, note);
      if (!tenants.every((tenant) => TENANT.test(tenant))) {
        note('must hold tenants of up to 64 letters, digits, _ and -');
      }
      return [...new Set(tenants)];
    }),
    deadline: environment.deadline(),
  };
}

/**
 * Makes every tenant exist in the broker. NGSI-LD has no operation for it: a broker makes a tenant when its first
 * entity is created, so a small one is created and deleted again. When it has answered, the tables of all of them are
 * there, those of the default tenant too. A second run changes nothing.
 */
export async function createTenants(
  { brokerUrl, tenants, deadline, pause = 500 }: CreateTenantsConfig,
  log: Log,
): Promise<void> {
  const options = { deadline, pause, log };
  const api = `${brokerUrl}/ngsi-ld/v1`;
  // A broker asked for a tenant while it starts can leave half of one behind.
  await retry('broker', options, () => expectStatus(`${api}/types`, {}, [200]));
  log('broker: ready');
  for (const tenant of tenants) {
    await retry(`tenant ${tenant}`, options, () => createTenant(api, tenant));
    log(`tenant ${tenant}: exists`);
  }
}

/** Makes one tenant exist: the broker makes its database with the first entity. */
async function createTenant(api: string, tenant: string): Promise<void> {
  const headers = { 'NGSILD-Tenant': tenant };
  const id = `urn:ngsi-ld:TenantProbe:${tenant}`;
  await expectStatus(
    `${api}/entities`,
    {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ id, type: 'TenantProbe' }),
    },
    // The entity of a run that was stopped half-way is as good.
    [201, 409],
  );
  await expectStatus(`${api}/entities/${id}`, { method: 'DELETE', headers }, [204, 404]);
  await expectStatus(`${api}/types`, { headers }, [200]);
}

async function expectStatus(url: string, request: HttpRequest, expected: readonly number[]): Promise<void> {
  const { status } = await send(url, { timeout: 60_000, ...request });
  if (expected.includes(status)) return;
  const reason = `the broker answered ${status} to ${request.method ?? 'GET'} ${new URL(url).pathname}`;
  throw isPassing(status) || status === 404 ? new Error(reason) : new FinalError(reason);
}
