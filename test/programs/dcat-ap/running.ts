import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DcatApConfig, dcatApConfig } from '../../../programs/dcat-ap/dcat-ap-config';
import { dcatApServer } from '../../../programs/dcat-ap/dcat-ap-server';
import { Environment } from '../../../programs/shared/environment';
import type { Log } from '../../../programs/shared/log';

/** The environment of a city's catalogue. */
export const catalogueEnvironment = (ckanUrl: string): Record<string, string> => ({
  PORT: '0',
  CKAN_URL: ckanUrl,
  SITE_URL: 'https://data.izmir.example/',
  TITLE: '{"tr":"Açık veri","en":"Open data"}',
  DESCRIPTION: 'Data of the city',
  PUBLISHER_NAME: 'City of İzmir',
  PUBLISHER_EMAIL: 'data@izmir.example',
  PUBLISHER_URL: 'https://izmir.example',
  LANGUAGES: 'tr, en',
  LICENCES: '{"own":"https://izmir.example/licence"}',
  THEMES: '{"air":"ENVI"}',
  SPATIAL: '["http://publications.europa.eu/resource/authority/country/TUR"]',
  PLACE: '{"name":"İzmir","latitude":38.42,"longitude":27.14}',
  CATALOGUE_LICENCE: 'https://creativecommons.org/publicdomain/zero/1.0/',
});

export function configOf(variables: Record<string, string>): DcatApConfig {
  const environment = new Environment(variables);
  const config = dcatApConfig(environment);
  environment.check();
  return config;
}

/** Starts the catalogue in this process. */
export async function startCatalogue(
  variables: Record<string, string>,
  log: Log = () => undefined,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = dcatApServer(configOf(variables), log);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // Neither it nor a connection that a client keeps shall keep the run from ending.
  server.unref();
  server.on('connection', (socket) => socket.unref());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
