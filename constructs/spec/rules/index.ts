import type { CityDraft } from '../city-defaults';
import type { Problem } from '../city-error';
import { awsCertificate } from './aws-certificate';
import { awsCertificatePlace } from './aws-certificate-place';
import { awsHostedZone } from './aws-hosted-zone';
import { awsProfile } from './aws-profile';
import { awsVpcSubnets } from './aws-vpc-subnets';
import { awsVpcZones } from './aws-vpc-zones';
import { brokerReplicas } from './broker-replicas';
import { cityBrokerBus } from './city-broker-bus';
import type { CityRule } from './city-rule';
import { composePorts } from './compose-ports';
import { composeSingle } from './compose-single';
import { contactEmailRequired } from './contact-email-required';
import { dataModelCoreTerm } from './data-model-core-term';
import { dataModelSchema } from './data-model-schema';
import { dataModelUnique } from './data-model-unique';
import { domainDoubled } from './domain-doubled';
import { domainRequired } from './domain-required';
import { kubernetesBackupStore } from './kubernetes-backup-store';
import { kubernetesDatabaseOperator } from './kubernetes-database-operator';
import { kubernetesNamespace } from './kubernetes-namespace';
import { kubernetesRestore } from './kubernetes-restore';
import { laptopSingle } from './laptop-single';
import { loadFitsProfile } from './load-fits-profile';
import { nameReserved } from './name-reserved';
import { openDataModel } from './open-data-model';
import { openDataPersonal } from './open-data-personal';
import { openDataTenant } from './open-data-tenant';
import { openDataUnique } from './open-data-unique';
import { replicasFitProfile } from './replicas-fit-profile';
import { requestsFitProfile } from './requests-fit-profile';
import { tenantDatabase } from './tenant-database';
import { tenantUnique } from './tenant-unique';
import { tenantsFitDatabase } from './tenants-fit-database';
import { termTaken } from './term-taken';
import { termUnique } from './term-unique';

/** Every rule across fields, in the order their problems are listed. */
export const rules: readonly CityRule[] = [
  nameReserved,
  domainRequired,
  domainDoubled,
  contactEmailRequired,
  tenantUnique,
  tenantDatabase,
  dataModelUnique,
  termUnique,
  termTaken,
  dataModelCoreTerm,
  dataModelSchema,
  openDataModel,
  openDataPersonal,
  openDataTenant,
  openDataUnique,
  brokerReplicas,
  cityBrokerBus,
  laptopSingle,
  replicasFitProfile,
  loadFitsProfile,
  tenantsFitDatabase,
  requestsFitProfile,
  kubernetesBackupStore,
  kubernetesDatabaseOperator,
  kubernetesNamespace,
  kubernetesRestore,
  awsProfile,
  awsCertificate,
  awsCertificatePlace,
  awsHostedZone,
  awsVpcZones,
  awsVpcSubnets,
  composeSingle,
  composePorts,
];

/** What a city breaks, leaving out the rules that look at a field which is bad in itself. */
export function brokenRules(city: CityDraft, badPaths: readonly string[] = []): Problem[] {
  return rules
    .filter(({ reads }) => !reads.some((field) => badPaths.some((bad) => overlap(field, bad))))
    .flatMap(({ code, rule, check }) => check(city).map((finding) => ({ code, rule, ...finding })));
}

/** Whether one path lies within the other. */
function overlap(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short === '' || long === short || (long.startsWith(short) && /^[.[]/.test(long.slice(short.length)));
}
