import type { ExportFormat } from '@clawback/lab'
import type { AddCommand } from '../command.js'
import { filterOptions } from './filters.js'
import { storeOption } from './store-option.js'

const formats = [
  'ndjson',
  'csv',
  'parquet',
  'sarif',
  'stix',
  'ocsf',
] as const satisfies readonly ExportFormat[]

/** `clawback bulk export`: what a store holds, for other programs. */
export const addExport: AddCommand = (group, finish) =>
  void group.command(
    'export',
    'Write what a store holds for other programs: tables, SARIF, STIX 2.1 or OCSF',
    (options) =>
      filterOptions(options)
        .option('store', storeOption)
        .option('format', {
          choices: formats,
          demandOption: true,
          describe:
            'ndjson, csv, parquet: a row for each artifact; sarif, ocsf: each finding; stix: a bundle with indicators',
        })
        .option('output', {
          alias: 'o',
          type: 'string',
          default: '-',
          describe: 'File that is there whole or not at all; - for stdout',
        })
        .example(
          '$0 bulk export --store ./lab --format parquet -o lab.parquet',
          'every artifact, for analysis',
        )
        .example(
          '$0 bulk export --store ./lab --format stix --verdict malicious -o iocs.json',
          'what to look for elsewhere',
        )
        .example(
          '$0 bulk export --store ./lab --format ocsf | curl --data-binary @- https://siem.example/in',
          'each finding as a Detection Finding',
        )
        .example(
          '$0 bulk export --store ./lab --format csv --rule "lure-*" -o lures.csv',
          'for a spreadsheet',
        ),
    async (given) => finish(await (await import('../../work/bulk/export.js')).writeExport(given)),
  )
