import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type postgres from 'postgres';
import { type DeviceGroup, deviceIdPattern } from '../../constructs/components/device-gateway/device-group';
import { Refusal } from './refusal';

/** A device that is known, by the group it is of and its id there. The network server of a group has the id ''. */
export interface Device {
  readonly group: DeviceGroup;
  readonly id: string;
  /** Changes when the device gets another credential or is revoked. */
  readonly stamp: string;
}

/** What the registry says of a device. */
export interface DeviceState {
  readonly group: string;
  readonly id: string;
  /** `spec`: from the city's spec. `registered`: over the API. */
  readonly from: 'spec' | 'registered';
  readonly state: 'active' | 'revoked';
  /** Whether a credential was given out. */
  readonly hasCredential: boolean;
}

interface Row {
  readonly group: string;
  readonly id: string;
  readonly hash: Buffer | null;
  readonly revoked: boolean;
  readonly stamp: string;
}

const tables = `
  create table if not exists device (
    group_id text not null,
    device_id text not null,
    hash bytea,
    revoked boolean not null default false,
    changed_at timestamptz not null default now(),
    primary key (group_id, device_id)
  );
  create index if not exists device_changed_at on device (changed_at);
  create table if not exists latest (
    tenant text not null,
    entity text not null,
    observed jsonb not null default '{}',
    fixed text,
    primary key (tenant, entity)
  ) with (fillfactor = 70);
  do $$ begin
    -- An alter waits for whoever has rows, and all others for it, also where the column is there already.
    if not exists (select from pg_attribute where attrelid = 'latest'::regclass and attname = 'recent') then
      alter table latest add column recent jsonb not null default '[]';
    end if;
  end $$;
  create table if not exists journal (
    id bigint generated always as identity primary key,
    tenant text not null,
    context text not null,
    entity jsonb not null,
    at timestamptz not null default now()
  );
  create table if not exists simulated (
    tenant text not null,
    entity text not null,
    context text not null,
    group_id text not null,
    device_id text not null,
    gone_at timestamptz,
    primary key (tenant, entity)
  );`;

/** Makes the tables that are not there yet. Replicas that start together do it one after the other. */
export async function makeTables(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (own) => {
    await own`select pg_advisory_xact_lock(715001)`;
    await own.unsafe(tables);
  });
}

/**
 * The devices of a city and their credentials. Of a credential, 160 random bits, only the hash is kept: whoever reads the
 * database or its backups cannot speak for a device, and no other secret has to outlive a rotation.
 */
export class Devices {
  readonly #groups: ReadonlyMap<string, DeviceGroup>;

  constructor(
    private readonly sql: postgres.Sql,
    groups: readonly DeviceGroup[],
  ) {
    this.#groups = new Map(groups.map((group) => [group.id, group]));
  }

  group(id: string): DeviceGroup | undefined {
    return this.#groups.get(id);
  }

  /** Groups of a tenant. */
  groupsOf(tenant: string | undefined): readonly DeviceGroup[] {
    return [...this.#groups.values()].filter((group) => group.tenant === tenant);
  }

  /**
   * The device that a name and a credential belong to, as it is at this moment.
   *
   * @param name `group/device`, or `group` for the network server of the group
   * @throws Refusal
   */
  async authenticated(name: string, credential: string): Promise<Device> {
    const [groupId = '', id = '', ...more] = name.split('/');
    const group = this.#groups.get(groupId);
    if (!group || more.length > 0 || (id !== '' && !deviceIdPattern.test(id)))
      throw new Refusal('unknown-device', 'There is no such device.');
    const row = await this.#row(group.id, id);
    if (!isKnown(group, id, row)) throw new Refusal('unknown-device', 'There is no such device.');
    if (!row?.hash || !timingSafeEqual(row.hash, hashOf(credential)))
      throw new Refusal('wrong-credential', 'The credential is not that of the device.');
    return { group, id, stamp: row.stamp };
  }

  /**
   * A device that somebody else vouches for.
   *
   * @throws Refusal when it is not known
   */
  async known(group: DeviceGroup, id: string): Promise<Device> {
    const row = deviceIdPattern.test(id) ? await this.#row(group.id, id) : undefined;
    if (deviceIdPattern.test(id) && isKnown(group, id, row)) return { group, id, stamp: row?.stamp ?? '' };
    throw new Refusal('unknown-device', 'There is no such device.');
  }

  /** Every device of the groups that the spec names or somebody has registered, in the order of their names. */
  async list(groups: readonly DeviceGroup[]): Promise<readonly DeviceState[]> {
    const ids = groups.map(({ id }) => id);
    const rows = await this.sql<Row[]>`
      select group_id as "group", device_id as id, hash, revoked, changed_at::text as stamp from device
      where group_id in ${this.sql([...ids, ''])} and device_id <> ''`;
    const found = new Map<string, DeviceState>();
    for (const group of groups)
      for (const id of Object.keys(group.devices))
        found.set(`${group.id}/${id}`, stateOf(group, { group: group.id, id, ...unseen }));
    for (const row of rows) found.set(`${row.group}/${row.id}`, stateOf(this.#groups.get(row.group)!, row));
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, state]) => state);
  }

  /** What the registry says of a device; undefined when it is not known. */
  async find(group: DeviceGroup, id: string): Promise<DeviceState | undefined> {
    const row = await this.#row(group.id, id);
    if (row) return stateOf(group, row);
    return isKnown(group, id, undefined) ? stateOf(group, { group: group.id, id, ...unseen }) : undefined;
  }

  /**
   * Gives a device a credential, in place of the one that it has: that one is worth nothing from now on. A device that is not
   * known, or was revoked, is registered by it.
   *
   * @returns the credential, which is not kept
   */
  async issue(group: DeviceGroup, id: string): Promise<string> {
    const credential = randomBytes(20).toString('hex');
    const hash = hashOf(credential);
    await this.sql`
      insert into device (group_id, device_id, hash) values (${group.id}, ${id}, ${hash})
      on conflict (group_id, device_id) do update set hash = excluded.hash, revoked = false, changed_at = now()`;
    return credential;
  }

  /** From now on nothing of the device is taken, whoever knows it. */
  async revoke(group: DeviceGroup, id: string): Promise<void> {
    await this.sql`
      insert into device (group_id, device_id, revoked) values (${group.id}, ${id}, true)
      on conflict (group_id, device_id) do update set hash = null, revoked = true, changed_at = now()`;
  }

  /**
   * Devices that got another credential or were revoked lately, on any replica, with their stamps.
   *
   * @param seconds how far back
   */
  async changed(seconds: number): Promise<ReadonlyMap<string, string>> {
    const rows = await this.sql<{ name: string; stamp: string }[]>`
      select group_id || '/' || device_id as name, changed_at::text as stamp from device
      where changed_at > now() - ${seconds} * interval '1 s'`;
    return new Map(rows.map(({ name, stamp }) => [name, stamp]));
  }

  async #row(group: string, id: string): Promise<Row | undefined> {
    const [row] = await this.sql<Row[]>`
      select group_id as "group", device_id as id, hash, revoked, changed_at::text as stamp from device
      where group_id = ${group} and device_id = ${id}`;
    return row;
  }
}

const unseen = { hash: null, revoked: false, stamp: '' };

/** Fast on purpose: what is hashed cannot be guessed. */
const hashOf = (credential: string): Buffer => createHash('sha256').update(credential).digest();

function isKnown(group: DeviceGroup, id: string, row: Row | undefined): boolean {
  if (row) return !row.revoked;
  return Object.hasOwn(group.devices, id) || (group.pattern !== undefined && matches(group.pattern, id));
}

/** Whether the id is the pattern with its `*` filled in. */
export function matches(pattern: string, id: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return id === pattern;
  if (!id.startsWith(first)) return false;
  const last = rest.pop()!;
  let at = first.length;
  for (const part of rest) {
    const found = id.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return id.length - last.length >= at && id.endsWith(last);
}

function stateOf(group: DeviceGroup, { id, hash, revoked }: Row): DeviceState {
  return {
    group: group.id,
    id,
    from: Object.hasOwn(group.devices, id) ? 'spec' : 'registered',
    state: revoked ? 'revoked' : 'active',
    hasCredential: hash !== null,
  };
}
