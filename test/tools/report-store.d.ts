import type { Store } from '@clawback/lab'
/** Texts that try to leave their place: as markup, script, link, object property, sheer size, or by reordering what is read. */
export declare const payloads: readonly string[]
interface Wanted {
  readonly artifacts: number
  /** Texts that names, rules, hosts and labels are made of. */
  readonly texts?: readonly string[]
  /** Told after each artifact. */
  readonly onArtifact?: (done: number) => void
}
/** Fills a store with made-up artifacts of every verdict, over two runs, with labels, families, hosts and a problem. */
export declare function fillStore(store: Store, { artifacts, texts, onArtifact }: Wanted): Promise<void>
/** The id of a made-up artifact. */
export declare function idOf(at: number): string
export {}
