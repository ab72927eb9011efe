import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';

/**
 * What KMS calls a service of the region that asks it in the name of somebody, for the condition `kms:ViaService`. Outside
 * the partition `aws` it may be known by the domain of the partition, such as `amazonaws.eu`, too.
 *
 * @param service `secretsmanager`
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function viaService(scope: Construct, service: string): string | string[] {
  const { region } = Stack.of(scope);
  const common = `${service}.${region}.amazonaws.com`;
  const { domainSuffix } = Token.isUnresolved(region) ? {} : RegionInfo.get(region);
  return domainSuffix === undefined || domainSuffix === 'amazonaws.com'
    ? common
    : [common, `${service}.${region}.${domainSuffix}`];
}
