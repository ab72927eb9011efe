// All that is written with zod and that reading a spec needs; loaded by late-schemas.ts.
export { citySchema } from './city-schema';
export { federationSchema } from './federation-schema';
export { schemaProblems, shownExample } from './schema-problems';
export { awsSection } from './sections/aws';
export { composeSection } from './sections/compose';
export { kubernetesSection } from './sections/kubernetes';
