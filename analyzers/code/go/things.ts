import type { Fold, Shape, Value } from '../nouns.js'
import { textValue } from '../values.js'
import { canonicalName, written } from './names.js'

/** A thing of a type of the libraries that is known by what it was made with. */
function made(path: string, value: Value = {}): Value {
  return { ...value, path, sure: true, made: true }
}

/** What is read out of a buffer or reader is what it was made with. */
const holder =
  (path: string): Fold =>
  ({ args: [given] }) =>
    made(path, { text: given?.text, exact: given?.exact, shape: new Map<string, Value>() })

/** Writes into the thing it is given: both have what either gets. Around a connection it is as good as the connection. */
const around =
  (path: string, at = 0): Fold =>
  ({ args, receiver }) => {
    const inner = at < 0 ? receiver : args[at]
    if (inner?.made === true && inner.path !== undefined && canonicalName(`${inner.path}.Encode`) === written)
      return inner
    return inner?.shape === undefined && inner?.file === undefined
      ? undefined
      : made(path, { shape: inner.shape, file: inner.file })
  }

/** What is written at one end is read at the other. */
const pipe: Fold = () => {
  const shape: Shape = new Map()
  return { items: [made('io.PipeReader', { shape }), made('io.PipeWriter', { shape })], results: true }
}

/** A request goes where it says, whoever sends it. */
const request =
  (at: number): Fold =>
  ({ args }) => {
    const { text, exact } = args[at] ?? {}
    return text === undefined ? undefined : made('net/http.Request', { text, exact })
  }

/** The program and its arguments, for whoever asks later what is fed to it. */
const command =
  (from: number): Fold =>
  ({ args }) =>
    made('os/exec.Cmd', { items: args.slice(from) })

const same: Fold = ({ args: [given] }) => given

const tools = 'github.com/mark3labs/mcp-go/mcp'

const described: Fold = ({ args: [given] }) =>
  given === undefined ? undefined : { shape: new Map([['description', given]]) }

const tool: Fold = ({ args: [name, ...options] }) => {
  if (name === undefined) return undefined
  const description = options.map(({ shape }) => shape?.get('description')).find((one) => one !== undefined)
  return made(`${tools}.Tool`, {
    shape: new Map([
      ['name', name],
      ['description', description ?? textValue('')],
    ]),
  })
}

export const goThings: readonly (readonly [string, Fold])[] = [
  ['strings.NewReader', holder('strings.Reader')],
  ['bytes.NewReader', holder('bytes.Reader')],
  ['bytes.NewBuffer', holder('bytes.Buffer')],
  ['bytes.NewBufferString', holder('bytes.Buffer')],
  ['io.NopCloser', same],
  ['encoding/json.NewEncoder', around('encoding/json.Encoder')],
  ['encoding/xml.NewEncoder', around('encoding/xml.Encoder')],
  ['encoding/gob.NewEncoder', around('encoding/gob.Encoder')],
  ['encoding/csv.NewWriter', around('encoding/csv.Writer')],
  ['encoding/base64.NewEncoder', around('encoding/base64.Encoder', 1)],
  ['encoding/hex.NewEncoder', around('encoding/hex.Encoder')],
  ['compress/gzip.NewWriter', around('compress/gzip.Writer')],
  ['compress/zlib.NewWriter', around('compress/zlib.Writer')],
  ['compress/flate.NewWriter', around('compress/flate.Writer')],
  ['bufio.NewWriter', around('bufio.Writer')],
  ['io.MultiWriter', around('io.Writer')],
  ['mime/multipart.NewWriter', around('mime/multipart.Writer')],
  ['mime/multipart.Writer.CreateFormFile', around('io.Writer', -1)],
  ['mime/multipart.Writer.CreateFormField', around('io.Writer', -1)],
  ['mime/multipart.Writer.CreatePart', around('io.Writer', -1)],
  ['archive/zip.NewWriter', around('archive/zip.Writer')],
  ['archive/zip.Writer.Create', around('io.Writer', -1)],
  ['archive/zip.Writer.CreateHeader', around('io.Writer', -1)],
  ['archive/tar.NewWriter', around('archive/tar.Writer')],
  ['io.Pipe', pipe],
  ['net/http.NewRequest', request(1)],
  ['net/http.NewRequestWithContext', request(2)],
  ['os/exec.Command', command(0)],
  ['os/exec.CommandContext', command(1)],
  [`${tools}.WithDescription`, described],
  [`${tools}.NewTool`, tool],
]
