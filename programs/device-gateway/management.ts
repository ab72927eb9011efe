import type { IncomingMessage } from 'node:http';
import { type DeviceGroup, deviceIdPattern } from '../../constructs/components/device-gateway/device-group';
import { type CatalogueAnswer, ProblemDetails } from '../dcat-ap/answer';
import { requestUrl } from '../shared/request-url';
import type { DeviceState, Devices } from './devices';
import { entityOf } from './measure';

/** Where devices reach the gateway, as people are told it. */
export interface PublicAddresses {
  /** `mqtts://mqtt.izmir.example:8883`. @default - MQTT is not reached from outside */
  readonly mqtt?: string | undefined;
  /** `https://iot.izmir.example`. */
  readonly http: string;
}

const root = '/devices/v1';

/**
 * The devices of a tenant, for people and programs with a role. Whose they are is said by `NGSILD-Tenant`, which the gateway
 * has checked.
 *
 * - `GET /devices/v1/groups`: the groups
 * - `GET /devices/v1/groups/{group}/devices`: their devices
 * - `GET`, `PUT` and `DELETE /devices/v1/groups/{group}/devices/{device}`: shows, registers and revokes one
 * - `POST /devices/v1/groups/{group}/devices/{device}/credential`: gives it another credential
 * - `POST /devices/v1/groups/{group}/credential`: gives one to the network server of the group
 *
 * @throws ProblemDetails
 */
export async function answerManager(
  devices: Devices,
  addresses: PublicAddresses,
  request: IncomingMessage,
): Promise<CatalogueAnswer> {
  const { pathname } = requestUrl(request);
  const tenant = request.headers['ngsild-tenant'];
  const groups = devices.groupsOf(typeof tenant === 'string' && tenant !== '' ? tenant : undefined);
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
  const parts = partsOf(pathname);
  const [first, groupId, second, id, third] = parts;
  if (first !== 'groups' || parts.length > 5) throw nothing();
  if (groupId === undefined) return only({ GET: () => json(200, groups.map(shown)) }, method);
  const group = groups.find((one) => one.id === groupId);
  if (!group) throw new ProblemDetails(404, 'Not found', 'The tenant has no such group.');
  if (second === undefined) return only({ GET: () => json(200, shown(group)) }, method);
  if (second === 'credential' && id === undefined)
    return only({ POST: () => issue(devices, addresses, group) }, method);
  if (second !== 'devices') throw nothing();
  if (id === undefined) return only({ GET: async () => json(200, await devices.list([group])) }, method);
  if (!deviceIdPattern.test(id))
    throw new ProblemDetails(400, 'Bad request', 'The id of a device: 1 to 100 letters, digits, dots, _, : and -.');
  if (third === 'credential')
    return only({ POST: async () => (await find(devices, group, id)) && issue(devices, addresses, group, id) }, method);
  if (third !== undefined) throw nothing();
  return only(
    {
      GET: async () => json(200, described(group, await find(devices, group, id))),
      PUT: () => register(devices, addresses, group, id),
      DELETE: async () => {
        await find(devices, group, id);
        await devices.revoke(group, id);
        return { status: 204 };
      },
    },
    method,
  );
}

/** A device that has a credential keeps it: registering is the same done once or twice. */
async function register(
  devices: Devices,
  addresses: PublicAddresses,
  group: DeviceGroup,
  id: string,
): Promise<CatalogueAnswer> {
  const known = await devices.find(group, id);
  if (known?.state === 'active' && known.hasCredential) return json(200, described(group, known));
  return issue(devices, addresses, group, id);
}

/** @param id @default - the network server of the group */
async function issue(devices: Devices, { mqtt, http }: PublicAddresses, group: DeviceGroup, id = '') {
  const credential = await devices.issue(group, id);
  const isUplink = group.protocol === 'things-stack' || group.protocol === 'chirpstack';
  const isServer = id === '';
  const name = isServer ? group.id : `${group.id}/${id}`;
  const [path, topic] = group.protocol === 'ultralight' ? ['d', 'ul'] : ['json', 'json'];
  return json(201, {
    name,
    credential,
    ...(!isServer && { entity: entityOf(group, id) }),
    http: isServer
      ? `${http}/iot/uplink?k=${group.id}`
      : `${http}/iot/${path}?k=${group.id}&i=${encodeURIComponent(id)}`,
    ...(mqtt !== undefined && !isServer && !isUplink && { mqtt, topic: `/${topic}/${group.id}/${id}/attrs` }),
  });
}

async function find(devices: Devices, group: DeviceGroup, id: string): Promise<DeviceState> {
  const state = await devices.find(group, id);
  if (!state) throw new ProblemDetails(404, 'Not found', 'The group has no such device.');
  return state;
}

const described = (group: DeviceGroup, state: DeviceState) => ({ ...state, entity: entityOf(group, state.id) });

function shown({ id, type, protocol, attributes }: DeviceGroup) {
  const values = Object.fromEntries(Object.entries(attributes).map(([from, { name }]) => [from, name]));
  return { id, type, protocol, attributes: values };
}

function partsOf(pathname: string): readonly string[] {
  if (!pathname.startsWith(`${root}/`)) throw nothing();
  try {
    return pathname
      .slice(root.length + 1)
      .split('/')
      .map(decodeURIComponent);
  } catch {
    throw nothing();
  }
}

async function only(
  methods: Readonly<Record<string, () => CatalogueAnswer | Promise<CatalogueAnswer>>>,
  method: string,
): Promise<CatalogueAnswer> {
  const answer = methods[method];
  if (answer) return answer();
  const allow = Object.keys(methods).join(', ');
  throw new ProblemDetails(405, 'Method not allowed', `Allowed are ${allow}.`, { allow });
}

const nothing = () => new ProblemDetails(404, 'Not found', 'There is no such path.');

/** Nobody on the way may keep it: some answers hold a credential. */
const json = (status: number, value: unknown): CatalogueAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: `${JSON.stringify(value)}\n`,
});
