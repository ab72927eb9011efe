import type { City } from '../../constructs/spec/city';
import type { Prerequisite } from './prerequisite';

/** What an account has to have before it takes a city's stack. */
export function awsPrerequisites(city: City): Prerequisite[] {
  const { account, region, vpc, hostedZone, certificateArn, alarmEmail } = city.targets.aws;
  const place = `${account ? `the account ${account}` : 'the account of the credentials'} and the region ${region}`;
  return [
    { name: 'Credentials', need: `For ${place}, with which the CDK deploys.` },
    { name: 'CDK bootstrap stack', need: `Made once for ${place}, by cdk bootstrap.` },
    ...(vpc
      ? [
          {
            name: `VPC ${vpc.id}`,
            need: `With the subnets that the spec names, in ${vpc.availabilityZones.join(', ')}.`,
          },
        ]
      : []),
    ...(hostedZone
      ? [
          {
            name: `Hosted zone ${hostedZone.id}`,
            need: `Public, for ${hostedZone.name}: the addresses of the platform become records in it.`,
          },
        ]
      : []),
    ...(certificateArn ? [{ name: 'Certificate', need: `${certificateArn}, for the domain and its subdomains.` }] : []),
    ...(city.mail?.login
      ? [
          {
            name: `Secret ${city.mail.login.secret.name}`,
            need: `In Secrets Manager: the key ${city.mail.login.secret.key} of its JSON holds the password of ${city.mail.login.user} at ${city.mail.host}.`,
          },
        ]
      : []),
    ...(alarmEmail
      ? [{ name: `Mailbox ${alarmEmail}`, need: 'Someone confirms the subscription to the alarms in it.' }]
      : []),
  ];
}
