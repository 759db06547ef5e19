import { gunzipSync } from 'node:zlib'
import type { Kept, KeptObservation } from '../../store/kept.js'
import type { Answer, Look } from '../messages.js'
import { isArtifactId, isBytes, isCount, isList, isText, membersOf } from './shape.js'

/** Artifacts of one source; fewer than intake can find. */
const mostLooks = 5_000
/** Rows of one list of an artifact. */
const mostRows = 50_000
/** Bytes of one compressed part, and of what it holds. */
const mostPacked = 128 * 1024 * 1024
const mostUnpacked = 256 * 1024 * 1024
const verdicts: readonly unknown[] = ['benign', 'suspicious', 'malicious', 'undetermined']
const bases: readonly unknown[] = ['static', 'static+observed']
const kinds: readonly unknown[] = ['skill', 'mcp-server', 'plugin', 'agent-config', 'package', 'folder']

/** Whether a value from elsewhere is an answer that may be written: right in shape, bounded, and readable later. */
export function isAnswer(value: unknown): value is Answer {
  const answer = membersOf(value)
  if (answer === undefined || !isCount(answer['rss'])) return false
  switch (answer['type']) {
    case 'examined':
      return isList(answer['looks'], mostLooks, isLook)
    case 'judged':
      return isKept(answer['kept'])
    case 'failed':
      return isText(answer['code'], 64) && /^[A-Z_]+$/.test(answer['code']) && isText(answer['reason'], 1_000)
    default:
      return false
  }
}

function isLook(value: unknown): value is Look {
  const look = membersOf(value)
  if (look === undefined || !isText(look['inside']) || !isArtifactId(look['artifact'])) return false
  const { kept, observation, artifact } = look
  return (
    (kept === undefined || (isKept(kept) && kept.artifact === artifact)) &&
    (observation === undefined || isObservation(observation))
  )
}

function isKept(value: unknown): value is Kept {
  const kept = membersOf(value)
  return (
    kept !== undefined &&
    isArtifactId(kept['artifact']) &&
    isText(kept['name']) &&
    kinds.includes(kept['kind']) &&
    verdicts.includes(kept['verdict']) &&
    typeof kept['score'] === 'number' &&
    kept['score'] >= 0 &&
    kept['score'] <= 100 &&
    bases.includes(kept['basis']) &&
    isJson(kept['body']) &&
    isList(kept['findings'], mostRows, isRow(5)) &&
    isList(kept['capabilities'], mostRows, isRow(3)) &&
    isList(kept['hosts'], mostRows, isRow(2))
  )
}

function isObservation(value: unknown): value is KeptObservation {
  const kept = membersOf(value)
  return (
    kept !== undefined &&
    isCount(kept['records']) &&
    isCount(kept['bytes']) &&
    isJson(kept['frame']) &&
    isPacked(kept['facts']) &&
    isPacked(kept['events'])
  )
}

function isRow(length: number): (value: unknown) => value is never {
  return (value): value is never =>
    Array.isArray(value) && value.length === length && value.every((cell) => isText(cell, 65_536))
}

/** Compressed, and no bomb: who reads the store later unpacks all of it. */
function isPacked(value: unknown): value is Uint8Array {
  return unpacked(value) !== undefined
}

function isJson(value: unknown): boolean {
  const text = unpacked(value)
  try {
    return text !== undefined && membersOf(JSON.parse(text.toString('utf8'))) !== undefined
  } catch {
    return false
  }
}

function unpacked(value: unknown): Buffer | undefined {
  if (!isBytes(value, mostPacked)) return undefined
  try {
    return gunzipSync(value, { maxOutputLength: mostUnpacked })
  } catch {
    return undefined
  }
}
