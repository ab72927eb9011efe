import { type Check, must, passed } from '../check';

/** What a platform keeps inside, by port. */
const inside: Readonly<Record<number, string>> = {
  1026: 'Orion-LD',
  1883: 'MQTT without TLS',
  5432: 'PostgreSQL',
  6379: 'Valkey',
  8983: 'Solr',
  9000: 'management of Keycloak',
  9090: 'Scorpio',
  9092: 'Kafka',
  9901: 'administration of Envoy',
  27017: 'MongoDB',
};

/** Ports and paths that no stranger may reach. */
export const closedPorts: Check = {
  mechanisms: { '2024': 'MIM6', current: 'MIM6' },
  level: 'MUST',
  component: 'Gateway',
  needs: ['outside'],
  hint: 'Close the port in the firewall or the security group: the gateway is the one way in.',
  async run({ client, platform, reach }) {
    const host = new URL(platform.api).hostname;
    const found = await Promise.all(
      Object.keys(inside).map(async (port) => [port, await reach(host, Number(port))] as const),
    );
    const exchange = {
      request: `TCP to ${host}, ports ${Object.keys(inside).join(', ')}`,
      answer: found.map(([port, how]) => `${port} ${how}`).join('\n'),
    };
    const open = found.filter(([, how]) => how === 'open').map(([port]) => `${port} (${inside[Number(port)]})`);
    must(open.length === 0, `Open to everybody: ${open.join(', ')}.`, exchange);
    const { origin } = new URL(platform.issuer);
    for (const url of [`${origin}/admin/`, `${origin}/metrics`, new URL('/q/health', platform.api).href]) {
      const answer = await client.ask(url);
      must(answer.status >= 400, `${url} is answered with ${answer.status}.`, answer);
    }
    return passed(exchange, `None of ${found.length} ports is open, and no administration is routed.`);
  },
};
