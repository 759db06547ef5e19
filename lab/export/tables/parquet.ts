import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { listColumns, plainColumns } from '../rows.js'
import type { ExportRow } from '../rows.js'

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema']

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' } as const
const plain: Schema = plainColumns.map((name) =>
  name === 'score' ? { name, type: 'DOUBLE', repetition_type: 'REQUIRED' } : { name, ...text },
)
/** Three levels, as https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists asks for. */
const lists: Schema = listColumns.flatMap((name): Schema => [
  { name, repetition_type: 'REQUIRED', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', ...text },
])
const root = { name: 'artifacts', num_children: plainColumns.length + listColumns.length }
const schema: Schema = [root, ...plain, ...lists]

/** Apache Parquet, a row group for each page, compressed with Snappy. Only one page is held at a time. */
export async function* renderParquet(
  pages: AsyncIterable<readonly ExportRow[]>,
  version: string,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter()
  const parquet = new ParquetWriter({ writer, schema, createdBy: `clawback version ${version}` })
  for await (const page of pages) {
    if (page.length === 0) continue
    const columnData = [...plainColumns, ...listColumns].map((name) => ({
      name,
      data: page.map((row) => wellFormed(row[name])),
    }))
    await parquet.write({ columnData, rowGroupSize: page.length })
    yield take(writer)
  }
  await parquet.finish()
  yield take(writer)
}

/** UTF-8 has no lone surrogates. */
function wellFormed(value: ExportRow[keyof ExportRow]): number | string | string[] {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? value.toWellFormed() : value.map((one) => one.toWellFormed())
}

/** What was written since the last time; `offset`, which places in the file are counted by, goes on. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice()
  writer.index = 0
  return bytes
}
