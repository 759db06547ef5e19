import { newFolder } from '../fold/common.js'
import type { Fold, Value } from '../nouns.js'
import { asText, exactText, hole, listValue, pathValue, textValue } from '../values.js'

/** Words without the parameters before them; those that take a value of their own are told by their beginning. */
function words(args: readonly Value[], valued: RegExp): readonly Value[] {
  return args.filter((value, i) => {
    const word = value.number === undefined ? (asText(value) ?? '') : ''
    const before = args[i - 1] === undefined ? '' : (asText(args[i - 1] ?? {}) ?? '')
    return !/^-[A-Za-z]+$/.test(word) && !valued.test(before)
  })
}

/** Parameters of commands on paths that take a value which is no path. */
const valued = /^-(?:credential|e(?:rror)?a(?:ction)?|filter|include|exclude|relativebasepath)$/i

function pathOf(values: readonly Value[]): Value | undefined {
  const texts = values.map((value) => asText(value) ?? hole)
  if (texts.length === 0 || texts.every((text) => text === hole)) return undefined
  const path = texts
    .filter((text) => text !== '')
    .map((text, i) => (i === 0 ? text : text.replace(/^[\\/]+/, '')).replace(/(?<=.)[\\/]+$/, ''))
    .join('\\')
  return textValue(
    path,
    values.every((value) => exactText(value) !== undefined),
  )
}

const joined: Fold = ({ args, input }) =>
  pathOf([...(input === undefined ? [] : [input]), ...words(args, valued)])

/** `Split-Path $path`, `-Leaf`, `-Parent`. */
const split: Fold = ({ args, input }) => {
  const path = words(args, valued)[0] ?? input
  const text = path === undefined ? undefined : asText(path)
  if (text === undefined || path === undefined) return textValue(hole, false)
  const end = Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'))
  const isLeaf = args.some((value) => /^-lea?f?$/i.test(asText(value) ?? ''))
  const part = isLeaf ? text.slice(end + 1) : end < 0 ? hole : text.slice(0, end)
  return textValue(part, path.exact === true && (isLeaf || end >= 0))
}

const same: Fold = ({ args, input }) => {
  const path = words(args, valued)[0] ?? input
  return path === undefined || asText(path) === undefined
    ? undefined
    : textValue(asText(path) ?? '', path.exact === true)
}

const ofFiles = /^-(?:filter|include|exclude|depth|attributes|name|erroraction|ea)$/i

/** What lies in a folder: any of what is called as it is asked for. */
const listed: Fold = ({ args, input }) => {
  const path = words(args, ofFiles)[0] ?? input
  const folder = path === undefined ? undefined : asText(path)
  if (folder === undefined || /^\w+:\\?$/.test(folder)) return undefined
  const named = args.flatMap((value, i) =>
    /^-(?:filter|include)$/i.test(asText(value) ?? '')
      ? args.slice(i + 1).filter((one) => !(asText(one) ?? '-').startsWith('-'))
      : [],
  )
  const names = named.flatMap((value) => asText(value) ?? []).slice(0, 8)
  const base = folder.replace(/(?<=.)[\\/]+$/, '')
  const text =
    /[*?]/.test(base.slice(base.lastIndexOf('\\') + 1)) || names.length === 0
      ? /[*?]/.test(base)
        ? base
        : `${base}\\${hole}`
      : names.map((name) => `${base}\\${name}`).join(' | ')
  return { text, exact: false, ...pathValue('get-childitem', true), made: true }
}

const item: Fold = ({ args, input }) => {
  const path = words(args, ofFiles)[0] ?? input
  const text = path === undefined ? undefined : asText(path)
  return text === undefined
    ? undefined
    : { text, exact: path?.exact, ...pathValue('get-item', true), made: true }
}

/** Folders of a user and of the machine by their names (Environment.SpecialFolder). */
const special: ReadonlyMap<string, string> = new Map([
  ['userprofile', '~'],
  ['personal', '~\\Documents'],
  ['mydocuments', '~\\Documents'],
  ['desktop', '~\\Desktop'],
  ['desktopdirectory', '~\\Desktop'],
  ['applicationdata', '%APPDATA%'],
  ['localapplicationdata', '%LOCALAPPDATA%'],
  ['commonapplicationdata', '%PROGRAMDATA%'],
  ['startup', '%APPDATA%\\Microsoft\\Windows\\Start Menu\\Programs\\Startup'],
  ['system', '%WINDIR%\\System32'],
  ['windows', '%WINDIR%'],
])

const known: Fold = ({ args: [given] }) => {
  const name = given?.path?.split('.').at(-1) ?? (given === undefined ? undefined : exactText(given))
  const folder = special.get(name?.toLowerCase() ?? '')
  return folder === undefined ? undefined : textValue(folder)
}

const entries: Fold = ({ args: [folder, pattern] }) => {
  const base = folder === undefined ? undefined : asText(folder)
  if (base === undefined) return undefined
  return listValue([
    textValue(
      `${base.replace(/[\\/]+$/, '')}\\${(pattern === undefined ? undefined : asText(pattern)) ?? hole}`,
      false,
    ),
  ])
}

export const fileFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['join-path', joined],
  ['io.path.combine', ({ args }) => pathOf(args.flatMap((one) => one.items ?? [one]))],
  ['split-path', split],
  ['io.path.getdirectoryname', split],
  ['io.path.getfilename', ({ args, named }) => split({ args: [...args, textValue('-Leaf')], named })],
  ['io.path.getfullpath', same],
  ['resolve-path', same],
  ['convert-path', same],
  ['get-location', () => textValue('.', false)],
  ['io.path.gettemppath', () => textValue('%TEMP%')],
  ['io.path.gettempfilename', newFolder],
  ['get-childitem', listed],
  ['get-item', item],
  ['io.directory.getfiles', entries],
  ['io.directory.enumeratefiles', entries],
  ['environment.getfolderpath', known],
])
