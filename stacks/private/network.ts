import { Annotations, type CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** A VPC that exists. Nothing is looked up, so all of it is named. */
export interface AdoptedVpc {
  /** Id of the VPC: `vpc-0123456789abcdef0`. */
  readonly id: string;
  /** In the order of the subnets. */
  readonly availabilityZones: readonly string[];
  /** Subnets with a way out, for the services: as many for each zone, in order. */
  readonly privateSubnetIds: readonly string[];
  /** Subnets with an internet gateway, for the load balancer. */
  readonly publicSubnetIds: readonly string[];
  /**
   * Subnets for the databases.
   * @default the private ones
   */
  readonly databaseSubnetIds?: readonly string[];
}

/** The VPC that is made, or the one that is adopted. */
export interface NetworkProps {
  readonly zones: number;
  readonly natGateways: number;
  readonly logGroup: (scope: Construct) => logs.ILogGroup;
  readonly adopted: AdoptedVpc | ec2.IVpc | undefined;
}

/**
 * The platform's VPC: public, private and database subnets in each zone.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.CfnVPC.html
 */
export class Network extends Construct {
  readonly vpc: ec2.IVpc;
  readonly publicSubnets: ec2.SubnetSelection = { subnetType: ec2.SubnetType.PUBLIC };
  readonly privateSubnets: ec2.SubnetSelection = { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
  readonly databaseSubnets: ec2.SubnetSelection;
  /** CIDRs of the public subnets. `undefined`: those of an adopted VPC are not known. */
  readonly publicNetworks: readonly string[] | undefined;
  readonly #out: readonly CfnResource[];
  readonly #in: readonly CfnResource[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { adopted } = props;
    const made = adopted ? undefined : new Subnets(this, 'Vpc', props);
    this.#out = made?.out ?? [];
    this.#in = made?.in ?? [];
    this.publicNetworks = made?.publicNetworks;
    this.vpc = adopted && 'vpcId' in adopted ? adopted : this.#import(adopted ?? made!);
    const isolated = this.vpc.isolatedSubnets.length > 0;
    this.databaseSubnets = {
      subnetType: isolated ? ec2.SubnetType.PRIVATE_ISOLATED : ec2.SubnetType.PRIVATE_WITH_EGRESS,
    };
    if (made) {
      new ec2.FlowLog(this, 'FlowLog', {
        resourceType: ec2.FlowLogResourceType.fromVpc(this.vpc),
        destination: ec2.FlowLogDestination.toCloudWatchLogs(props.logGroup(this), flowLogRole(this)),
        trafficType: ec2.FlowLogTrafficType.REJECT,
      });
    }
  }

  #import({ id, availabilityZones, publicSubnetIds, privateSubnetIds, databaseSubnetIds }: AdoptedVpc): ec2.IVpc {
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Attributes', {
      vpcId: id,
      availabilityZones: [...availabilityZones],
      publicSubnetIds: [...publicSubnetIds],
      privateSubnetIds: [...privateSubnetIds],
      ...(databaseSubnetIds && { isolatedSubnetIds: [...databaseSubnetIds] }),
    });
    Annotations.of(vpc).acknowledgeWarning(
      '@aws-cdk/aws-ec2:noSubnetRouteTableId',
      'Nothing asks these subnets for their route tables.',
    );
    return vpc;
  }

  /** The ids of the subnets, each as its own value. */
  subnetIds(selection: ec2.SubnetSelection): string[] {
    return this.vpc.selectSubnets(selection).subnetIds;
  }

  /** Makes `resource` wait for the way out of the private subnets, which then stays until `resource` has gone. */
  waitForRoutes(resource: CfnResource): void {
    this.#waitFor(this.#out, resource);
  }

  /**
   * The same for what the internet reaches in the public subnets: without a gateway no load balancer is made there, and none
   * lets go of its gateway.
   */
  waitForInternet(resource: CfnResource): void {
    this.#waitFor(this.#in, resource);
  }

  #waitFor(ways: readonly CfnResource[], resource: CfnResource): void {
    for (const part of ways) resource.addResourceDependency(part);
    if (ways.length === 0) resource.node.addDependency(this.vpc.internetConnectivityEstablished);
  }
}

/** For the flow logs of this account and region alone: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function flowLogRole(scope: Construct): iam.Role {
  const stack = Stack.of(scope);
  const sources = stack.formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' });
  return new iam.Role(scope, 'FlowLogRole', {
    assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': sources } },
    }),
  });
}

/**
 * Built of its parts because `ec2.Vpc` looks up the zones of a stack that names its account and region. Here they are
 * asked for at deployment, so the template depends on nothing outside it.
 */
class Subnets extends Construct implements AdoptedVpc {
  readonly id: string;
  readonly availabilityZones: readonly string[];
  readonly publicSubnetIds: string[] = [];
  readonly publicNetworks: string[] = [];
  readonly privateSubnetIds: string[] = [];
  readonly databaseSubnetIds: string[] = [];
  readonly out: CfnResource[] = [];
  readonly in: CfnResource[] = [];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const vpc = new ec2.CfnVPC(this, 'Resource', {
      cidrBlock: '10.0.0.0/16',
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    this.id = vpc.ref;
    this.availabilityZones = Array.from({ length: props.zones }, (_, zone) => Fn.select(zone, Fn.getAzs()));
    const gateway = new ec2.CfnInternetGateway(this, 'InternetGateway');
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'Attachment', {
      vpcId: vpc.ref,
      internetGatewayId: gateway.ref,
    });
    const common = (zone: number, third: number, size: number) => ({
      vpcId: vpc.ref,
      availabilityZone: this.availabilityZones[zone]!,
      cidrBlock: `10.0.${third}.0/${size}`,
    });
    const nats: string[] = [];
    this.availabilityZones.forEach((_, zone) => {
      const subnet = new ec2.PublicSubnet(this, `Public${zone + 1}`, {
        ...common(zone, zone, 24),
        mapPublicIpOnLaunch: false,
      });
      subnet.addDefaultInternetRoute(gateway.ref, attachment);
      this.in.push(...wayOf(subnet));
      this.publicSubnetIds.push(subnet.subnetId);
      this.publicNetworks.push(subnet.ipv4CidrBlock);
      if (zone < props.natGateways) nats.push(subnet.addNatGateway().ref);
    });
    const tables: string[] = [];
    this.availabilityZones.forEach((_, zone) => {
      const subnet = new ec2.PrivateSubnet(this, `Private${zone + 1}`, common(zone, 64 + zone * 16, 20));
      subnet.addDefaultNatRoute(nats[zone % nats.length]!);
      this.out.push(...wayOf(subnet));
      this.privateSubnetIds.push(subnet.subnetId);
      tables.push(subnet.routeTable.routeTableId);
    });
    this.availabilityZones.forEach((_, zone) => {
      const subnet = new ec2.PrivateSubnet(this, `Database${zone + 1}`, common(zone, 32 + zone, 24));
      this.databaseSubnetIds.push(subnet.subnetId);
    });
    // Free, and it keeps the files of the tasks off the paid NAT gateways.
    new ec2.CfnVPCEndpoint(this, 'S3', {
      vpcId: vpc.ref,
      serviceName: `com.amazonaws.${Stack.of(this).region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: tables,
    });
  }
}

/** What a subnet's way leads by: the route, and that the subnet takes the table it stands in. */
function wayOf(subnet: ec2.Subnet): CfnResource[] {
  return ['DefaultRoute', 'RouteTableAssociation'].map((id) => subnet.node.findChild(id) as CfnResource);
}
