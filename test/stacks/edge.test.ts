import { isCityError } from '../../constructs/problems/city-error';
import { images } from '../../constructs/waist/images';
import { Edge } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { newStack, Rendered, service } from './support';

const hostedZone = { id: 'Z0123456789EXAMPLE', name: 'izmir.example' };

function tree({ mqtt = false } = {}) {
  const stack = newStack();
  const gate = service(stack, 'Gate', { image: images.envoy, ports: { http: 8080, ready: 8081 }, waits: false });
  const edge = new Edge(stack, 'Edge', {
    domain: 'izmir.example',
    https: {
      target: gate.endpoint(),
      health: { path: '/ready', port: 8081 },
      maxBody: Size.mebibytes(2),
      hosts: () => ['api.izmir.example', 'a.b.izmir.example'],
    },
  });
  if (mqtt) {
    const devices = service(stack, 'Devices', {
      ports: { mqtt: 1883 },
      probes: { ready: { tcp: 1883 }, live: { tcp: 1883 } },
    });
    edge.addTls({ name: 'mqtts', port: 8883, host: 'mqtt.izmir.example', target: devices.endpoint('mqtt') });
  }
  return stack;
}

describe('an edge on AWS', () => {
  const rendered = new Rendered(tree(), { hostedZone });
  const attributes = Object.fromEntries(
    rendered
      .only('AWS::ElasticLoadBalancingV2::LoadBalancer')
      .Properties.LoadBalancerAttributes.map(({ Key, Value }: { Key: string; Value: unknown }) => [Key, Value]),
  );

  test('is a load balancer in the public subnets, protected, with access logs', () => {
    const balancer = rendered.only('AWS::ElasticLoadBalancingV2::LoadBalancer').Properties;
    expect(balancer).toMatchObject({
      Scheme: 'internet-facing',
      Subnets: [{ Ref: expect.stringMatching(/Public1/) }, { Ref: expect.stringMatching(/Public2/) }],
    });
    expect(attributes).toEqual({
      'deletion_protection.enabled': 'true',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': { Ref: expect.stringMatching(/^EdgeAccessLogs/) },
    });
  });

  test('answers over TLS 1.2 and 1.3 and sends HTTP there', () => {
    const [http, https] = rendered.all('AWS::ElasticLoadBalancingV2::Listener').map(({ Properties }) => Properties);
    expect(http).toMatchObject({
      Port: 80,
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    });
    expect(https).toMatchObject({ Port: 443, Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' });
  });

  test('requests one certificate that stays the same when a host is added', () => {
    expect(rendered.only('AWS::CertificateManager::Certificate').Properties).toMatchObject({
      DomainName: 'izmir.example',
      SubjectAlternativeNames: ['*.izmir.example', 'a.b.izmir.example'],
      ValidationMethod: 'DNS',
    });
  });

  test('has a record for each host', () => {
    expect(rendered.all('AWS::Route53::RecordSet').map(({ Properties }) => Properties.Name)).toEqual([
      'api.izmir.example.',
      'a.b.izmir.example.',
    ]);
  });

  test('hands requests to the target and asks it for its health', () => {
    expect(rendered.only('AWS::ElasticLoadBalancingV2::TargetGroup').Properties).toMatchObject({
      Port: 8080,
      Protocol: 'HTTP',
      TargetType: 'ip',
      HealthCheckPath: '/ready',
      HealthCheckPort: '8081',
    });
    expect(rendered.only('AWS::ECS::Service').Properties.LoadBalancers).toEqual([
      {
        ContainerName: 'program',
        ContainerPort: 8080,
        TargetGroupArn: { Ref: expect.stringMatching(/^EdgeLoadBalancer/) },
      },
    ]);
  });

  test('is open to the world on 80 and 443, and alone may reach the target', () => {
    const { SecurityGroupIngress } = rendered.only('AWS::EC2::SecurityGroup', 'Edge').Properties;
    expect(SecurityGroupIngress.map((rule: { FromPort: number }) => rule.FromPort)).toEqual([80, 443]);
    expect(rendered.rules('Ingress')).toEqual(['Edge -> Gate:8080', 'Edge -> Gate:8081']);
    expect(rendered.rules('Egress')).toEqual(['Edge -> Gate:8080', 'Edge -> Gate:8081']);
  });

  test('has a firewall that only counts what queries and batches of NGSI-LD would be refused for', () => {
    const { Rules } = rendered.only('AWS::WAFv2::WebACL').Properties;
    const common = Rules.at(-1).Statement.ManagedRuleGroupStatement;
    expect(Rules.map(({ Name }: { Name: string }) => Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
    const overrides: { Name: string; ActionToUse: object }[] = common.RuleActionOverrides;
    expect(overrides.map(({ ActionToUse }) => ActionToUse)).toEqual(overrides.map(() => ({ Count: {} })));
    const counted = overrides.map(({ Name }) => Name);
    // A polygon in a query, an attribute's IRI in a path, `q=a<b`, a batch of entities.
    expect(counted).toEqual(
      expect.arrayContaining([
        'SizeRestrictions_QUERYSTRING',
        'SizeRestrictions_URIPATH',
        'CrossSiteScripting_QUERYARGUMENTS',
        'GenericRFI_QUERYARGUMENTS',
        'GenericRFI_URIPATH',
        'SizeRestrictions_BODY',
      ]),
    );
    // What no request of ours looks like is refused as before.
    const refused = ['EC2MetaDataSSRF_QUERYARGUMENTS', 'GenericLFI_QUERYARGUMENTS', 'CrossSiteScripting_URIPATH'];
    expect(counted.filter((name) => refused.includes(name))).toEqual([]);
    expect(rendered.all('AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
  });

  test('has a firewall that writes down what it refused or would have, without what gets somebody in', () => {
    const { Properties } = rendered.only('AWS::WAFv2::LoggingConfiguration');
    expect(Properties.RedactedFields).toEqual([
      { SingleHeader: { Name: 'authorization' } },
      { SingleHeader: { Name: 'cookie' } },
    ]);
    const [filter] = Properties.LoggingFilter.Filters;
    expect([Properties.LoggingFilter.DefaultBehavior, filter.Behavior, filter.Requirement]).toEqual([
      'DROP',
      'KEEP',
      'MEETS_ANY',
    ]);
    expect(JSON.stringify(filter.Conditions)).toMatch(/BLOCK.*COUNT/);
    const [destination] = Properties.LogDestinationConfigs;
    const [, parts] = destination['Fn::Join'];
    const group = rendered.template.Resources[parts.at(-1).Ref];
    expect(JSON.stringify(group.Properties.LogGroupName)).toMatch(/"aws-waf-logs-[a-z-]+"/);
    expect(group.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.anything() });
    expect(parts.join('')).toContain(':log-group:');
  });

  test('uses a certificate that is named, without asking for another', () => {
    const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';
    const other = new Rendered(tree(), { certificate: certificateArn });
    expect(other.all('AWS::CertificateManager::Certificate')).toEqual([]);
    expect(other.all('AWS::ElasticLoadBalancingV2::Listener')[1].Properties.Certificates).toEqual([
      { CertificateArn: certificateArn },
    ]);
    expect(other.all('AWS::Route53::RecordSet')).toEqual([]);
  });

  test('is refused without a certificate and without a zone to prove one in', () => {
    const refusal = attempt(() => new Rendered(tree()));
    expect(isCityError(refusal) && refusal.problems).toEqual([
      {
        code: 'certificate-required',
        path: 'aws',
        value: undefined,
        rule: 'The addresses below izmir.example are answered over HTTPS, which takes a certificate.',
        fix: 'Name the Route 53 zone as hostedZone, so that one is requested, or an ACM certificate.',
      },
    ]);
  });
});

function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

describe('an edge on AWS with a listener for TLS over TCP', () => {
  const rendered = new Rendered(tree({ mqtt: true }), { hostedZone });
  const network = rendered
    .all('AWS::ElasticLoadBalancingV2::LoadBalancer')
    .find(({ Properties }) => Properties.Type === 'network').Properties;

  test('has a network load balancer that ends TLS with the same certificate', () => {
    const [listener] = rendered
      .all('AWS::ElasticLoadBalancingV2::Listener')
      .filter(({ Properties }) => Properties.Port === 8883);
    expect(listener.Properties).toMatchObject({
      Protocol: 'TLS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
      Certificates: [{ CertificateArn: { Ref: expect.stringMatching(/^EdgeCertificate/) } }],
    });
    expect(network).toMatchObject({ Scheme: 'internet-facing', SecurityGroups: [expect.anything()] });
    const attributes = Object.fromEntries(
      network.LoadBalancerAttributes.map(({ Key, Value }: { Key: string; Value: unknown }) => [Key, Value]),
    );
    expect(attributes).toMatchObject({ 'deletion_protection.enabled': 'true', 'access_logs.s3.enabled': 'true' });
  });

  test('hands what is inside to the program, over TCP, and has a record of its own', () => {
    const targets = rendered
      .all('AWS::ElasticLoadBalancingV2::TargetGroup')
      .filter(({ Properties }) => Properties.Protocol === 'TCP');
    expect(targets.map(({ Properties }) => Properties)).toMatchObject([
      { Port: 1883, TargetType: 'ip', HealthCheckProtocol: 'TCP' },
    ]);
    const [record] = rendered
      .all('AWS::Route53::RecordSet')
      .filter(({ Properties }) => Properties.Name === 'mqtt.izmir.example.');
    expect(JSON.stringify(record.Properties.AliasTarget)).toContain('EdgeTlsLoadBalancer');
  });

  test('lets the world in on that port alone, and itself alone to the program', () => {
    const ports = (id: string) => {
      const { SecurityGroupIngress } = rendered.only('AWS::EC2::SecurityGroup', id).Properties;
      return SecurityGroupIngress.map(({ FromPort }: { FromPort: number }) => FromPort);
    };
    expect(ports('EdgeSecurityGroup')).toEqual([80, 443]);
    expect(ports('EdgeTlsSecurityGroup')).toEqual([8883]);
    expect(rendered.rules('Ingress').filter((rule) => rule.endsWith('Devices:1883'))).toHaveLength(1);
    expect(rendered.rules('Egress').filter((rule) => rule.endsWith('Devices:1883'))).toHaveLength(1);
  });
});
