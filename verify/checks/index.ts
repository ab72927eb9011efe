import type { CheckId } from '../../constructs/waist/checks';
import type { Check } from '../check';
import { algorithms } from './algorithms';
import { apiDescription } from './api-description';
import { attributeMeaning } from './attribute-meaning';
import { audit } from './audit';
import { boundaries } from './boundaries';
import { closedPorts } from './closed-ports';
import { clusterHardening } from './cluster-hardening';
import { contentTypes } from './content-types';
import { datasetModels } from './dataset-models';
import { datasetTerms } from './dataset-terms';
import { dcatCatalogue } from './dcat-catalogue';
import { entities } from './entities';
import { entityById } from './entity-by-id';
import { entityIds } from './entity-ids';
import { errors } from './errors';
import { federatedAnswers } from './federated-answers';
import { filters } from './filters';
import { indicators } from './indicators';
import { knownTypes } from './known-types';
import { liveEntities } from './live-entities';
import { measurement } from './measurement';
import { modelFiles } from './model-files';
import { modelLinks } from './model-links';
import { mqtt } from './mqtt';
import { namedAttributes } from './named-attributes';
import { newestBackup } from './newest-backup';
import { notifications } from './notifications';
import { paging } from './paging';
import { personalData } from './personal-data';
import { places } from './places';
import { portalApi } from './portal-api';
import { relationships } from './relationships';
import { restrictedData } from './restricted-data';
import { rulebook } from './rulebook';
import { signIn } from './sign-in';
import { temporalHistory } from './temporal-history';
import { tls } from './tls';
import { tokens } from './tokens';
import { unpublished } from './unpublished';
import { webAccess } from './web-access';

/** What looks, for each check that a claim can name: one that is missing does not compile. */
export const checkOf: Readonly<Record<CheckId, Check>> = {
  probe: measurement,
  '0.1': apiDescription,
  '0.2': contentTypes,
  '0.3': webAccess,
  '0.4': modelLinks,
  '0.5': paging,
  '0.6': filters,
  '0.7': notifications,
  '0.8': errors,
  '0.9': boundaries,
  '1.1': entities,
  '1.2': entityIds,
  '1.3': entityById,
  '1.5': attributeMeaning,
  '1.6': relationships,
  '1.7': temporalHistory,
  '1.9': federatedAnswers,
  '2.1': knownTypes,
  '2.2': modelFiles,
  '2.3': liveEntities,
  '2.4': namedAttributes,
  '2.5': datasetModels,
  '3.1': dcatCatalogue,
  '3.2': datasetTerms,
  '3.3': rulebook,
  '3.4': restrictedData,
  '3.5': portalApi,
  '4.1': personalData,
  '5.1': algorithms,
  '6.1': tls,
  '6.2': tokens,
  '6.3': signIn,
  '6.4': closedPorts,
  '6.5': mqtt,
  '6.6': clusterHardening,
  '6.7': audit,
  '6.8': newestBackup,
  '7.1': places,
  '8.1': indicators,
  '9.1': unpublished('MIM9'),
  '10.1': unpublished('MIM10'),
};
