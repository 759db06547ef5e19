import { ClawbackError } from '@clawback/model'
import type { TextModel } from '@clawback/model'

/** A model ready to score. */
export interface OpenModel extends Omit<TextModel, 'weights'> {
  readonly weights: Int8Array
}

const bounds = { bits: [8, 18], ngram: 4, window: [8, 1_000_000] } as const

/** Checks a model of a pack and unpacks its weights. Throws PACK_INVALID that names what is wrong. */
export function openTextModel(value: unknown): OpenModel {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('it is not an object')
  const model = value as Partial<Record<keyof TextModel, unknown>>
  if (model.format !== 'clawback-text-model/1') throw invalid('format is not clawback-text-model/1')
  if (typeof model.name !== 'string' || model.name === '') throw invalid('it has no name')
  if (model.normalisation !== 'words/1') throw invalid('its normalisation is not known here')
  const bits = whole('bits', model.bits, ...bounds.bits)
  return {
    format: model.format,
    name: model.name,
    normalisation: model.normalisation,
    ngrams: range(model.ngrams),
    bits,
    window: whole('window', model.window, ...bounds.window),
    bias: finite('bias', model.bias),
    scale: finite('scale', model.scale),
    weights: unpack(model.weights, 2 ** bits),
  }
}

function range(value: unknown): readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2) throw invalid('ngrams is not [from, to]')
  const least = whole('ngrams', value[0], 1, bounds.ngram)
  return [least, whole('ngrams', value[1], least, bounds.ngram)]
}

function whole(name: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw invalid(`${name} is not a whole number from ${least} to ${most}`)
  return value
}

function finite(name: string, value: unknown): number {
  if (typeof value !== 'number' || !(Math.abs(value) <= 1e6))
    throw invalid(`${name} is not a number up to 1e6`)
  return value
}

function unpack(value: unknown, buckets: number): Int8Array {
  const units = 4 * Math.ceil(buckets / 3)
  if (typeof value !== 'string' || value.length !== units || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))
    throw invalid(`weights is not the base64 of ${buckets} bytes`)
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== buckets) throw invalid(`weights holds ${bytes.length} bytes, not ${buckets}`)
  return new Int8Array(bytes)
}

function invalid(detail: string): ClawbackError {
  return new ClawbackError('PACK_INVALID', { where: 'text model', detail })
}
