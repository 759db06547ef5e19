import { kubernetesManifest } from '@clawback/sandbox'

/** Prints the manifest. Names that Kubernetes would refuse end with exit code 2. */
export function printManifest(given: {
  readonly image: string
  readonly name: string
  readonly namespace: string
  readonly claim: string
  readonly path: string | undefined
  readonly arg: readonly string[] | undefined
}): number {
  try {
    const { image, name, namespace, claim, path, arg } = given
    const manifest = kubernetesManifest({
      ...{ image, name, namespace, claim },
      ...(path === undefined ? {} : { path }),
      ...(arg === undefined ? {} : { args: arg }),
    })
    process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}
