import type { ComposeFile, ServiceDefinition } from '../../compose';

/** A service that breaks nothing. */
export const goodService: ServiceDefinition = {
  image: 'docker.io/nginxinc/nginx-unprivileged:1.29.3-alpine',
  user: '101:101',
  read_only: true,
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  mem_limit: '64m',
  cpus: 1,
  pids_limit: 100,
  networks: ['site'],
  healthcheck: { test: ['CMD', 'true'], interval: '10s', timeout: '5s', retries: 3, start_period: '10s' },
  restart: 'unless-stopped',
  logging: { driver: 'json-file', options: {} },
  labels: {},
};

/** A file with that service, changed; `null` stands for a field left out. */
export function composeFileWith(change: object, others: ComposeFile['services'] = {}): ComposeFile {
  return {
    name: 'town',
    'x-citykit': { secrets: {}, given: [] },
    services: { site: without({ ...goodService, ...change }) as ServiceDefinition, ...others },
    networks: { site: { internal: true } },
    volumes: { data: { labels: {} } },
  };
}

function without(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
