/** What differs between two jobs. */
export interface KubernetesManifestOptions {
  /** Name of the job and its policy: a DNS label. */
  readonly name: string
  readonly namespace: string
  /** Image with clawback, best by digest. */
  readonly image: string
  /** PersistentVolumeClaim that holds the sample, seen read-only at /sample. */
  readonly claim: string
  /** Folder of the sample in the claim; all of it when left out. */
  readonly path?: string
  /** Arguments of clawback; {@link jobArguments} when left out. */
  readonly args?: readonly string[]
  /** Kubernetes quantities. */
  readonly memory?: string
  readonly cpu?: string
  /** Seconds until the job is ended. */
  readonly deadline?: number
}

const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/
const uid = 59842

/** What a job does by default: the sample meets the kernel of the gVisor that lies in the image, not the node's. */
export const jobArguments: readonly string[] = ['run', '/sample', '--cell', 'gvisor', '--json']

/**
 * A Job that runs clawback on one artifact, and the NetworkPolicy that lets nothing in or out of it: a `List` that
 * `kubectl apply -f -` takes. No service account token, no capabilities, no root, nothing writable but memory, no second
 * try. There is no RuntimeClass: below a gVisor of the cluster no cell of ours can open (it lacks packet redirection and
 * what a tracer needs). In its place the pod may make user namespaces and see a whole /proc, in a user namespace of its
 * own, and its cell makes the walls. Throws RangeError for a name that is no DNS label and for a path that leaves.
 */
export function kubernetesManifest(options: KubernetesManifestOptions): Readonly<Record<string, unknown>> {
  for (const name of [options.name, options.namespace, options.claim])
    if (!label.test(name)) throw new RangeError(`not a DNS label: ${name}`)
  if (options.path !== undefined && /^\/|(?:^|\/)\.\.(?:\/|$)|^$/.test(options.path))
    throw new RangeError(`not a path in the claim: ${options.path}`)
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
  {
    image,
    claim,
    path,
    args = jobArguments,
    memory = '2Gi',
    cpu = '2',
    deadline = 900,
  }: KubernetesManifestOptions,
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
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          hostNetwork: false,
          hostPID: false,
          hostIPC: false,
          hostUsers: false,
          restartPolicy: 'Never',
          securityContext: {
            runAsNonRoot: true,
            runAsUser: uid,
            runAsGroup: uid,
            // The default profiles forbid user namespaces and mounts in them: the cell has its own filter.
            seccompProfile: { type: 'Unconfined' },
            appArmorProfile: { type: 'Unconfined' },
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
                // A masked /proc can not be mounted again, and a cell needs one.
                procMount: 'Unmasked',
              },
              env: [{ name: 'HOME', value: '/tmp' }],
              resources: { requests: resources, limits: resources },
              volumeMounts: [
                { name: 'memory', mountPath: '/tmp' },
                {
                  name: 'sample',
                  mountPath: '/sample',
                  readOnly: true,
                  ...(path === undefined ? {} : { subPath: path }),
                },
              ],
            },
          ],
          volumes: [
            { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
            { name: 'sample', persistentVolumeClaim: { claimName: claim, readOnly: true } },
          ],
        },
      },
    },
  }
}
