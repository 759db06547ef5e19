/** What differs between two jobs. */
export interface KubernetesManifestOptions {
  /** Name of the job and its policy: a DNS label. */
  readonly name: string
  readonly namespace: string
  /** Image with clawback, best by digest. */
  readonly image: string
  /** Arguments of clawback. */
  readonly args: readonly string[]
  /** Kubernetes quantities. */
  readonly memory?: string
  readonly cpu?: string
  /** Seconds until the job is ended. */
  readonly deadline?: number
}

const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/
const uid = 59842

/**
 * A Job that runs clawback on one artifact below gVisor, and the NetworkPolicy that lets nothing in or out of it: a
 * `List` that `kubectl apply -f -` takes. No service account token, no capabilities, no root, nothing writable but
 * memory, no second try. Throws RangeError for a name that is no DNS label.
 */
export function kubernetesManifest(options: KubernetesManifestOptions): Readonly<Record<string, unknown>> {
  for (const name of [options.name, options.namespace])
    if (!label.test(name)) throw new RangeError(`not a DNS label: ${name}`)
  const labels = { 'app.kubernetes.io/name': 'clawback', 'app.kubernetes.io/instance': options.name }
  const metadata = { name: options.name, namespace: options.namespace, labels }
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [policy(metadata, labels), job(metadata, labels, options)],
  }
}

type Labels = Readonly<Record<string, string>>

interface Metadata {
  readonly name: string
  readonly namespace: string
  readonly labels: Labels
}

function policy(metadata: Metadata, labels: Labels): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    // Both directions named and no rule given: everything is denied, name look-ups too.
    spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress', 'Egress'] },
  }
}

function job(
  metadata: Metadata,
  labels: Labels,
  { image, args, memory = '2Gi', cpu = '2', deadline = 900 }: KubernetesManifestOptions,
): Readonly<Record<string, unknown>> {
  const resources = { cpu, memory, 'ephemeral-storage': '1Gi' }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: deadline,
      ttlSecondsAfterFinished: 3600,
      template: {
        metadata: { labels },
        spec: {
          runtimeClassName: 'gvisor',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          hostNetwork: false,
          hostPID: false,
          hostIPC: false,
          restartPolicy: 'Never',
          securityContext: {
            runAsNonRoot: true,
            runAsUser: uid,
            runAsGroup: uid,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'clawback',
              image,
              args,
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                privileged: false,
                capabilities: { drop: ['ALL'] },
              },
              resources: { requests: resources, limits: resources },
              volumeMounts: [{ name: 'memory', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '512Mi' } }],
        },
      },
    },
  }
}
