import type { RealmModel } from '../../../constructs/components/identity/realm-model';

/** A small city with one client of each flow. */
export const izmir: RealmModel = {
  platform: 'izmir',
  realm: 'izmir',
  title: 'Izmir',
  languages: ['tr', 'en'],
  publicUrl: 'https://id.izmir.example',
  audience: 'https://api.izmir.example',
  passwordMinLength: 12,
  multiFactor: 'optional',
  accessTokenMinutes: 5,
  tenants: [
    { id: 'parks', title: 'Parks' },
    { id: 'traffic', title: 'Traffic' },
  ],
  roles: [
    { name: 'reader', description: 'Reads' },
    { name: 'writer', description: 'Writes' },
  ],
  clients: [
    {
      id: 'portal',
      title: 'Open data portal',
      flow: 'browser',
      redirectUris: ['https://data.izmir.example/callback'],
      webOrigins: ['https://data.izmir.example'],
      roles: ['reader'],
      tenants: [],
      secretEnv: 'PORTAL_SECRET',
    },
    {
      id: 'sensors',
      title: 'Sensors',
      flow: 'machine',
      redirectUris: [],
      webOrigins: [],
      roles: ['writer'],
      tenants: ['parks'],
      secretEnv: 'SENSORS_SECRET',
    },
    {
      id: 'screen',
      title: 'Screens in the streets',
      flow: 'device',
      redirectUris: [],
      webOrigins: [],
      roles: ['reader', 'writer'],
      tenants: [],
    },
  ],
};
