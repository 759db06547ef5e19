/**
 * Our own conformance set: `set/TOPIC.yml` holds the rules as anyone would write them, `set/TOPIC.cases.yml` what they
 * must say of which events, and `set/TOPIC.lists.json` the lists of their placeholders. The meaning is taken from the
 * specification by hand; nothing in it is output of the compiler.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Event } from './naive.js'

/** Cases of a rule on one event. */
export interface EventCases {
  /** The section of the specification that says so. */
  readonly spec: string
  readonly match: readonly Event[]
  readonly miss: readonly Event[]
}

/** Cases of a correlation: what comes when, and which groups are told of in the end. */
export interface SequenceCases {
  readonly spec: string
  readonly sequences: readonly Sequence[]
}

export interface Sequence {
  /** `at` in seconds; a list of times stands for the same event at each of them. */
  readonly events: readonly (Event & { readonly at: number | readonly number[] })[]
  /** Values of the group, joined by `/`; one entry for every final alert, sorted. */
  readonly alerts: readonly string[]
  /** Ids of the rules taken in that alert by themselves (Generate), one for every event; none by default. */
  readonly alone?: readonly string[]
}

export type Cases = EventCases | SequenceCases

export interface Topic {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly cases: Readonly<Record<string, Cases>>
  readonly lists: Readonly<Record<string, readonly string[]>> | undefined
}

const folder = join(import.meta.dirname, 'set')

/** Every topic of the set, by name. */
export function readSet(): Topic[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml') && !name.endsWith('.cases.yml'))
    .sort()
    .map((file) => readTopic(file.slice(0, -'.yml'.length)))
}

function readTopic(name: string): Topic {
  const path = join(folder, `${name}.yml`)
  const lists = join(folder, `${name}.lists.json`)
  return {
    name,
    path: `${name}.yml`,
    text: readFileSync(path, 'utf8'),
    cases: parse(readFileSync(join(folder, `${name}.cases.yml`), 'utf8')) as Topic['cases'],
    lists: existsSync(lists) ? (JSON.parse(readFileSync(lists, 'utf8')) as Topic['lists']) : undefined,
  }
}
