import { regionOf } from '../../constructs/spec/aws-regions';
import type { City } from '../../constructs/spec/city';
import { type Prerequisite, prerequisite } from './prerequisite';

/** What an account has to have before it takes a city's stack. */
export function awsPrerequisites(city: City): Prerequisite[] {
  const { account, vpc, hostedZone, certificateArn, alarmEmail } = city.targets.aws;
  const place = { ...(account && { account }), region: regionOf(city.targets.aws) };
  const { mail } = city;
  return [
    prerequisite('credentials', place),
    prerequisite('bootstrap', place),
    ...(vpc ? [prerequisite('vpc', { id: vpc.id, zones: vpc.availabilityZones })] : []),
    ...(hostedZone ? [prerequisite('hostedZone', { id: hostedZone.id, domain: hostedZone.name })] : []),
    ...(certificateArn ? [prerequisite('certificate', { arn: certificateArn })] : []),
    ...(mail?.login
      ? [prerequisite('mailSecret', { ...mail.login.secret, user: mail.login.user, host: mail.host })]
      : []),
    ...(alarmEmail ? [prerequisite('mailbox', { address: alarmEmail })] : []),
  ];
}
