import type { CodeEntry } from '../../constructs/problems/codes/code-entry';

const container = 'spec.template.spec.containers[0]';

/** Rules of the gate that compares objects with the API schemas, by their names. */
export const schemaCodes = {
  type: {
    title: 'A value is of another type than the API takes.',
    why: 'The API server refuses the object.',
    mend: 'Give a value of the type in the message.',
    example: { of: 'object', kind: 'Deployment', at: 'spec', wrong: "replicas: '2'", right: 'replicas: 2' },
  },
  required: {
    title: 'A field is missing that the API asks for.',
    why: 'The API server refuses the object.',
    mend: 'Set the field.',
    example: { of: 'object', kind: 'Service', at: 'spec.ports[0]', wrong: 'port: null', right: 'port: 9090' },
  },
  'unknown-kind': {
    title: 'An object is of a kind that is not known.',
    why: 'Nobody could say whether it is right; most often it is a mistyped kind or an old version of the API.',
    mend: 'Write it as the message suggests. What an operator adds is known if the kit renders it.',
    example: {
      of: 'object',
      kind: 'ConfigMap',
      wrong: 'apiVersion: v1beta9',
      right: 'apiVersion: v1',
    },
  },
  'unknown-field': {
    title: 'A field is not in the API of the object.',
    why: 'The API server refuses it, or drops it without a word.',
    mend: 'Write it as the message suggests, or remove it.',
    example: { of: 'object', kind: 'Deployment', at: 'spec', wrong: 'replica: 2', right: 'replicas: 2' },
  },
  'object-name': {
    title: 'An object has a name that it cannot have.',
    why: 'Names are parts of addresses: the API server refuses other letters and longer ones.',
    mend: 'Use lower-case letters, digits and hyphens, as short as the message says.',
    example: {
      of: 'object',
      kind: 'NetworkPolicy',
      at: 'metadata',
      wrong: 'name: Izmir_Deny',
      right: 'name: izmir-deny',
    },
  },
  rule: {
    title: 'An object breaks a rule that its definition holds.',
    why: 'Operators write such rules into their CRDs, and the API server refuses what breaks one.',
    mend: 'Follow the rule in the message.',
    example: { of: 'nothing', because: 'the rules are those of the operators, and the message says which is broken.' },
  },
  duplicate: {
    title: 'Two items of a list have one key.',
    why: 'The API server keeps one of them, or refuses both.',
    mend: 'Remove one, or give it another name.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: container,
      wrong:
        'ports: [{ name: http, containerPort: 9090 }, { name: metrics, containerPort: 9091 }, { name: again, containerPort: 9091 }]',
      right: 'ports: [{ name: http, containerPort: 9090 }, { name: metrics, containerPort: 9091 }]',
    },
  },
  format: {
    title: 'A text is not written in the form that the API asks for.',
    why: 'The API server refuses the object.',
    mend: 'Write it in the form that the message names.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: `${container}.resources.limits`,
      wrong: 'memory: 512 MB',
      right: 'memory: 512Mi',
    },
  },
  alternative: {
    title: 'Of several fields that exclude each other there are too many or none.',
    why: 'The API server refuses the object.',
    mend: 'Keep one of them.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: `${container}.livenessProbe`,
      wrong: 'tcpSocket: { port: http }',
      right: 'periodSeconds: 20',
    },
  },
  'allowed-value': {
    title: 'A value is none of those that the API allows.',
    why: 'The API server refuses the object.',
    mend: 'Use one of the values in the message.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: container,
      wrong: 'imagePullPolicy: Sometimes',
      right: 'imagePullPolicy: IfNotPresent',
    },
  },
  range: {
    title: 'A number is outside the range of the API.',
    why: 'The API server refuses the object.',
    mend: 'Use a number within the range of the message.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: `${container}.livenessProbe`,
      wrong: 'periodSeconds: 0',
      right: 'periodSeconds: 20',
    },
  },
  length: {
    title: 'A text or a list is longer or shorter than the API allows.',
    why: 'The API server refuses the object.',
    mend: 'Keep to the length in the message.',
    example: { of: 'nothing', because: 'the lengths are those of many kinds, and the message says which is passed.' },
  },
} as const satisfies Record<string, CodeEntry>;

/** Rules of the gate that compares objects with each other, by their names. */
export const consistencyCodes = {
  'duplicate-object': {
    title: 'Two objects have one kind and name.',
    why: 'The second would overwrite the first.',
    mend: 'Give one of them another name.',
    example: {
      of: 'nothing',
      because: 'it takes two whole objects; the message names them.',
    },
  },
  'referenced-object': {
    title: 'An object refers to one that is not there.',
    why: 'Its pods would wait for it for ever.',
    mend: 'Write the name of one that is rendered, or add it.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: 'spec.template.spec',
      wrong: 'serviceAccountName: nobody',
      right: 'serviceAccountName: izmir-broker',
    },
  },
  'probe-port': {
    title: 'A probe asks a port that the container does not have.',
    why: 'The container would be restarted again and again.',
    mend: 'Name a port of the container.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: `${container}.livenessProbe.httpGet`,
      wrong: 'port: metrics',
      right: 'port: http',
    },
  },
  'selector-matches-template': {
    title: 'A selector does not match the pods of its own template.',
    why: 'The API server refuses the object.',
    mend: 'Let selector and labels of the template agree.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: 'spec.selector.matchLabels',
      wrong: "'app.kubernetes.io/name': other",
      right: "'app.kubernetes.io/name': broker",
    },
  },
  'restart-policy': {
    title: 'A job has a restart policy that a job cannot have.',
    why: 'The API server refuses Always for a job.',
    mend: 'Set restartPolicy to Never or OnFailure.',
    example: {
      of: 'object',
      kind: 'Job',
      at: 'spec.template.spec',
      wrong: 'restartPolicy: Always',
      right: 'restartPolicy: OnFailure',
    },
  },
  'mounted-volume': {
    title: 'A container mounts a volume that its pod does not have.',
    why: 'The API server refuses the object.',
    mend: 'Name a volume of the pod, or add it.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: `${container}.volumeMounts[0]`,
      wrong: 'name: nowhere',
      right: 'readOnly: true',
    },
  },
  'container-name': {
    title: 'Two containers of a pod have one name.',
    why: 'The API server refuses the object.',
    mend: 'Give one of them another name.',
    example: { of: 'nothing', because: 'it takes a second container; the message names both.' },
  },
  'scale-target': {
    title: 'An autoscaler scales what is not there, or what sets its number of pods itself.',
    why: 'It would do nothing, or the two would undo each other’s work at every apply.',
    mend: 'Name a workload that is rendered, and leave its replicas away.',
    example: {
      of: 'object',
      kind: 'HorizontalPodAutoscaler',
      at: 'spec.scaleTargetRef',
      wrong: 'name: nothing',
      right: 'name: izmir-broker',
    },
  },
  'service-target': {
    title: 'A Service leads to no pod, or to a port that its pods do not have.',
    why: 'Whoever calls it gets no answer.',
    mend: 'Let its selector and its ports agree with those of a workload.',
    example: {
      of: 'object',
      kind: 'Service',
      at: 'spec.ports[0]',
      wrong: 'targetPort: metrics',
      right: 'targetPort: http',
    },
  },
} as const satisfies Record<string, CodeEntry>;

/** Rules of the gate that adds up what is requested, by their names. */
export const budgetCodes = {
  memory: {
    title: 'All pods together request more memory than the profile gives.',
    why: 'On machines of that size, some of them would never start.',
    mend: 'Choose a larger profile, or give the components smaller sizes.',
    example: {
      of: 'object',
      kind: 'Deployment',
      at: `${container}.resources`,
      wrong: 'requests: { cpu: 250m, memory: 900Gi }\nlimits: { memory: 900Gi }',
      right: 'requests: { cpu: 250m, memory: 512Mi }\nlimits: { memory: 512Mi }',
    },
  },
} as const satisfies Record<string, CodeEntry>;

/** A rule of the schema gate. */
export type SchemaRule = keyof typeof schemaCodes;

/** A rule of the consistency gate. */
export type ConsistencyRuleName = keyof typeof consistencyCodes;
