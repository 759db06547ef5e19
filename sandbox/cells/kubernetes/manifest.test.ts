import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { cellNamed } from '../registry.js'
import { jobArguments, kubernetesManifest } from './manifest.js'

const options = { name: 'one', namespace: 'lab', image: 'clawback@sha256:00', claim: 'samples' }

const text = { type: 'string', minLength: 1 }
/** An object of exactly these members: what is not named here, Kubernetes would not know from us. */
const exactly = (properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
})
const always = (value: unknown): Readonly<Record<string, unknown>> => ({ const: value })
const labels = { type: 'object', minProperties: 1, additionalProperties: { type: 'string', maxLength: 63 } }
const metadata = exactly({ name: text, namespace: text, labels })
const quantity = { type: 'string', pattern: '^[0-9]+(?:m|[KMG]i)?$' }
const amounts = exactly({ cpu: quantity, memory: quantity, 'ephemeral-storage': quantity })
const uid = { type: 'integer', minimum: 1 }

/** The subset of batch/v1 and networking.k8s.io/v1 that is written, by the API reference of Kubernetes 1.33. */
const schema = exactly({
  apiVersion: always('v1'),
  kind: always('List'),
  items: {
    type: 'array',
    minItems: 2,
    maxItems: 2,
    items: [
      exactly({
        apiVersion: always('networking.k8s.io/v1'),
        kind: always('NetworkPolicy'),
        metadata,
        spec: exactly({
          podSelector: exactly({ matchLabels: labels }),
          policyTypes: always(['Ingress', 'Egress']),
        }),
      }),
      exactly({
        apiVersion: always('batch/v1'),
        kind: always('Job'),
        metadata,
        spec: exactly({
          backoffLimit: always(0),
          activeDeadlineSeconds: { type: 'integer', minimum: 1 },
          ttlSecondsAfterFinished: { type: 'integer', minimum: 0 },
          template: exactly({
            metadata: exactly({ labels }),
            spec: exactly({
              automountServiceAccountToken: always(false),
              enableServiceLinks: always(false),
              hostNetwork: always(false),
              hostPID: always(false),
              hostIPC: always(false),
              hostUsers: always(false),
              restartPolicy: always('Never'),
              securityContext: exactly({
                runAsNonRoot: always(true),
                runAsUser: uid,
                runAsGroup: uid,
                seccompProfile: always({ type: 'Unconfined' }),
                appArmorProfile: always({ type: 'Unconfined' }),
              }),
              containers: {
                type: 'array',
                minItems: 1,
                maxItems: 1,
                items: exactly({
                  name: text,
                  image: text,
                  args: { type: 'array', items: text },
                  securityContext: always({
                    allowPrivilegeEscalation: false,
                    readOnlyRootFilesystem: true,
                    privileged: false,
                    capabilities: { drop: ['ALL'] },
                    procMount: 'Unmasked',
                  }),
                  env: always([{ name: 'HOME', value: '/tmp' }]),
                  resources: exactly({ requests: amounts, limits: amounts }),
                  volumeMounts: always([
                    { name: 'memory', mountPath: '/tmp' },
                    { name: 'sample', mountPath: '/sample', readOnly: true },
                  ]),
                }),
              },
              volumes: always([
                { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
                { name: 'sample', persistentVolumeClaim: { claimName: 'samples', readOnly: true } },
              ]),
            }),
          }),
        }),
      }),
    ],
  },
})

const check = new Ajv({ strict: false }).compile(schema)

it('is a job and a policy in the shape of their API', () => {
  expect(check(kubernetesManifest(options)), JSON.stringify(check.errors)).toBe(true)
})

it('would not pass with a token, a host network or a rule in its policy', () => {
  const plain = JSON.stringify(kubernetesManifest(options))
  for (const [from, to] of [
    ['"automountServiceAccountToken":false', '"automountServiceAccountToken":true'],
    ['"hostNetwork":false', '"hostNetwork":true'],
    ['"policyTypes"', '"egress":[{}],"policyTypes"'],
    ['"readOnly":true', '"readOnly":false'],
  ] as const)
    expect(check(JSON.parse(plain.replace(from, to)))).toBe(false)
})

it('puts the pods of the job under the policy', () => {
  const { items } = kubernetesManifest(options) as { items: readonly { spec: Record<string, unknown> }[] }
  const [policy, job] = items
  expect((policy?.spec['podSelector'] as { matchLabels: unknown }).matchLabels).toEqual(
    (job?.spec['template'] as { metadata: { labels: unknown } }).metadata.labels,
  )
})

it('takes no name that is no DNS label', () => {
  for (const name of ['', 'A', 'a_b', '-a', 'a\nb', 'x'.repeat(64)]) {
    expect(() => kubernetesManifest({ ...options, name })).toThrow(RangeError)
    expect(() => kubernetesManifest({ ...options, claim: name })).toThrow(RangeError)
  }
})

it('takes no path that leaves the claim', () => {
  for (const path of ['', '/etc', '..', 'a/../../b'])
    expect(() => kubernetesManifest({ ...options, path })).toThrow(RangeError)
  expect(JSON.stringify(kubernetesManifest({ ...options, path: 'skills/one..two' }))).toContain(
    '"subPath":"skills/one..two"',
  )
})

it('reads what it mounts, in a cell that there is', () => {
  const [verb, sample, , cell] = jobArguments
  expect(verb).toBe('run')
  expect(JSON.stringify(kubernetesManifest(options))).toContain(`"mountPath":${JSON.stringify(sample)}`)
  expect(cellNamed(cell).name).toBe('gvisor')
})
