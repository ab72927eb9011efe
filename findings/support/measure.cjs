// Gives one measure of a device to iotagent-node-lib and prints what it sends to an NGSI-LD broker: a JSON object. Arguments:
// the device's active attributes and the measure's values, each a JSON list of { name, type, value }.
const http = require('node:http');
const agent = require(require.resolve('iotagent-node-lib', { paths: [process.cwd()] }));

const [attributes, values] = process.argv.slice(2, 4).map((text) => JSON.parse(text));
// The library logs to the console; only the answer is for standard output.
console.info = console.log = () => {};

const broker = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    response.writeHead(204).end();
    process.stdout.write(`${JSON.stringify(JSON.parse(body)[0])}\n`, () => process.exit(0));
  });
});

broker.listen(0, '127.0.0.1', () => {
  const config = {
    logLevel: 'FATAL',
    contextBroker: { host: '127.0.0.1', port: String(broker.address().port), ngsiVersion: 'ld' },
    server: { port: 0, host: '127.0.0.1' },
    deviceRegistry: { type: 'memory' },
    types: {},
    service: 'city',
    subservice: '/',
    providerUrl: 'http://127.0.0.1',
  };
  const device = {
    id: '1',
    name: 'urn:ngsi-ld:Device:1',
    type: 'Device',
    service: 'city',
    subservice: '/',
    active: attributes,
  };
  agent.activate(config, (failure) => {
    if (failure) throw failure;
    agent.update(device.name, device.type, '', values, device, (error) => {
      if (error) throw new Error(String(error.message ?? error));
    });
  });
});
