import type { Artifact, Evidence, Finding } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import type { OcsfObject } from './object.js'

/** The places a finding rests on: a file where there is one, and always what was seen there. */
export function evidencesOf({ evidence }: Finding, artifact: Artifact): OcsfObject {
  if (evidence.length === 0) return {}
  return { evidences: evidence.map((one) => evidenceOf(one, artifact)) }
}

function evidenceOf({ record, kind, where, excerpt, region }: Evidence, artifact: Artifact): OcsfObject {
  const place = region === undefined ? {} : { ...region, path: safeDisplay(region.path) }
  return {
    uid: record,
    name: kind,
    data: { where: safeDisplay(where), excerpt: safeDisplay(excerpt), ...place },
    ...(region === undefined ? {} : { file: fileOf(region.path, artifact) }),
  }
}

/** `type_id` 1 is a regular file; an algorithm of 3 is SHA-256. */
function fileOf(path: string, { files }: Artifact): OcsfObject {
  const known = files.find((file) => file.path === path)
  const hash = (value: string): OcsfObject => ({ algorithm_id: 3, algorithm: 'SHA-256', value })
  return {
    name: safeDisplay(path.slice(path.lastIndexOf('/') + 1)) || 'unnamed',
    path: safeDisplay(path),
    type_id: 1,
    ...(known === undefined ? {} : { size: known.size, hashes: [hash(known.sha256)] }),
  }
}
