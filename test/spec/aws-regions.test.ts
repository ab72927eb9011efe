import { RegionInfo } from 'aws-cdk-lib/region-info';
import { awsRegions, awsRegionsDate } from '../../constructs/spec/aws-regions';

test('the regions are those of the CDK; when it learns of others, the list and its date follow', () => {
  expect(awsRegions).toEqual(RegionInfo.regions.map(({ name }) => name).sort());
  expect(awsRegionsDate).toMatch(/^20\d\d-\d\d-\d\d$/);
});
