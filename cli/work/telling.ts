import { ClawbackError } from '@clawback/model'
import type { Examination, Survey } from '@clawback/lab'
import type { ExaminationArguments, Format } from './arguments.js'
import { openDestination } from './destination.js'
import { renderPage } from './page.js'
import { assessmentJson, printClosing, printExamination } from './print.js'

/** How results are told in the format that was asked for. */
export interface Telling {
  readonly format: Format
  /** Tells one artifact as soon as it is done, where the format lets artifacts stand alone. */
  one(examination: Examination): void
  /** Tells what is left once all is done, and finishes the file. Throws OUTPUT_FAILED. */
  all(survey: Survey): Promise<void>
  /** Leaves the file as it was; nothing happens after `all`. */
  discard(): Promise<void>
}

/** Throws USAGE when two formats are asked for, OUTPUT_FAILED when the file cannot be written. */
export async function openTelling(given: ExaminationArguments, ran: boolean): Promise<Telling> {
  const format = formatOf(given)
  const file = given.output === undefined ? undefined : await openDestination(given.output)
  const parts: string[] = []
  const write = (text: string): void => {
    if (file === undefined) process.stdout.write(text)
    else parts.push(text)
  }
  return {
    format,
    one(examination) {
      if (format === 'json') write(`${JSON.stringify(assessmentJson(examination, ran))}\n`)
      if (format === 'terminal') write(`${printExamination(examination)}\n`)
    },
    async all(survey) {
      write(await closing(format, survey))
      await file?.commit(withoutColours(parts.join('')))
    },
    discard: async () => file?.discard(),
  }
}

function formatOf({ format, json }: ExaminationArguments): Format {
  if (json && format !== undefined && format !== 'json')
    throw new ClawbackError('USAGE', { detail: `--json and --format ${format} exclude each other` })
  return json ? 'json' : (format ?? 'terminal')
}

async function closing(format: Format, survey: Survey): Promise<string> {
  if (format === 'json') return ''
  if (format === 'terminal') return printClosing(survey)
  const lab = await import('@clawback/lab')
  switch (format) {
    case 'sarif':
      return lab.renderSarif(survey)
    case 'junit':
      return lab.renderJunit(survey)
    case 'markdown':
      return lab.renderMarkdown(survey)
    case 'html':
      return renderPage(survey)
  }
}

/** Every escape character is ours: foreign text was made safe to display before it was painted. */
function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- naming this character is the point
  return text.replace(/\u001b\[\d+m/g, '')
}
