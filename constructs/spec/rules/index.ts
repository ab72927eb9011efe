import type { Problem } from '../../problems/city-error';
import { formatPath, type PathSteps, parsePath } from '../../problems/problem-path';
import type { CityDraft } from '../city-defaults';
import { awsCertificate } from './aws-certificate';
import { awsCertificatePlace } from './aws-certificate-place';
import { awsEksAdministrators } from './aws-eks-administrators';
import { awsEksVpc } from './aws-eks-vpc';
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
import { dashboardsModel } from './dashboards-model';
import { dashboardsTenant } from './dashboards-tenant';
import { dataModelCoreTerm } from './data-model-core-term';
import { dataModelSchema } from './data-model-schema';
import { dataModelUnique } from './data-model-unique';
import { demoDataModel } from './demo-data-model';
import { demoDataPlace } from './demo-data-place';
import { demoDataProfile } from './demo-data-profile';
import { demoGroupReserved } from './demo-group-reserved';
import { deviceGroupModel } from './device-group-model';
import { deviceGroupNetwork } from './device-group-network';
import { deviceGroupTakes } from './device-group-takes';
import { deviceGroupTenant } from './device-group-tenant';
import { deviceGroupUnique } from './device-group-unique';
import { deviceUnique } from './device-unique';
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
  deviceGroupUnique,
  deviceUnique,
  deviceGroupTenant,
  deviceGroupModel,
  deviceGroupTakes,
  deviceGroupNetwork,
  demoDataProfile,
  demoDataPlace,
  demoDataModel,
  demoGroupReserved,
  dashboardsModel,
  dashboardsTenant,
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
  awsEksVpc,
  awsEksAdministrators,
  composeSingle,
  composePorts,
];

/**
 * What a city breaks.
 *
 * @param bad places that are bad in themselves. Rules that look there are left out, or see the list without those items.
 */
export function brokenRules(city: CityDraft, bad: readonly PathSteps[] = []): Problem[] {
  return rules.flatMap((one) => {
    const seen = bad.filter((steps) => one.reads.some((field) => touches(field, steps)));
    const lists = one.each ?? [];
    const apart = seen.filter(([list, at]) => lists.some((name) => name === list) && typeof at === 'number');
    if (apart.length < seen.length) return [];
    const view = viewOf(city, lists, apart);
    const { code, rule } = one;
    return one.check(view.city).map((finding) => ({ code, rule, ...finding, path: view.original(finding.path) }));
  });
}

/** Whether a place is within a field of the form `openData[].type`, or around it. */
function touches(field: string, steps: PathSteps): boolean {
  const names = field.split(/\.|(?=\[\])/);
  return names.every((name, at) => at >= steps.length || name === '[]' || name === steps[at]);
}

/** The city without some items of its lists, and what a path in it is a path to in the whole. */
function viewOf(city: CityDraft, lists: NonNullable<CityRule['each']>, apart: readonly PathSteps[]) {
  if (apart.length === 0) return { city, original: (path: string) => path };
  const kept = Object.fromEntries(
    lists.map((list) => [
      list,
      [...city[list].keys()].filter((at) => !apart.some(([name, item]) => name === list && item === at)),
    ]),
  );
  const seen = Object.fromEntries(lists.map((list) => [list, kept[list]?.map((at) => city[list][at])]));
  return {
    city: { ...city, ...seen } as CityDraft,
    original(path: string) {
      const [list, at, ...rest] = parsePath(path);
      const place = typeof at === 'number' ? kept[String(list)]?.[at] : undefined;
      return place === undefined ? path : formatPath([String(list), place, ...rest]);
    },
  };
}
