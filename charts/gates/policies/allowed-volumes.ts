import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const allowedVolumes: Policy = {
  name: 'allowed-volumes',
  subject: 'volume',
  kinds: WORKLOADS,
  what: 'is of a type Pod Security restricted refuses',
  why: 'Pod Security restricted: hostPath and in-tree drivers reach the node.',
  fix: 'Use configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected or secret.',
  path: '',
  expression:
    "volume.all(field, field in ['name', 'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', " +
    "'persistentVolumeClaim', 'projected', 'secret'])",
};
