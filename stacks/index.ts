export { type AdoptedVpc, type AwsOptions, AwsTarget } from './aws-target';
export { CityPlatformStack, type CityPlatformStackProps } from './city-platform-stack';
export { type AwsGateOptions, addAwsGates, readFindings } from './gates';
export { renderToAws } from './render-to-aws';
export { type AwsSynthesis, synthAws } from './synth';
