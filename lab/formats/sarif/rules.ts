import type { Finding, Pack, RuleLevel } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import { describeRule } from '../../walk/rules.js'
import { markdownText } from '../markdown/text.js'
import type { SarifObject } from './object.js'
import { messageText } from './text.js'

/** SARIF level (2.1.0, 3.27.10) of a rule level. */
export const sarifLevels: Readonly<Record<RuleLevel, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  informational: 'note',
}

/** What GitHub code scanning sorts by: 0 to 10, in the bands of CVSS. */
const severities: Readonly<Record<RuleLevel, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  informational: '0.0',
}

/** Id of a rule in the log: unique across packs. */
export function ruleIdOf(finding: Finding): string {
  return `${finding.pack}/${finding.rule}`
}

/** The rules that findings name, each once, in order of id (SARIF 2.1.0, 3.49). */
export function sarifRules(findings: readonly Finding[], packs: readonly Pack[]): readonly SarifObject[] {
  const named = new Map(findings.map((finding) => [ruleIdOf(finding), finding]))
  return [...named]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, finding]) => ({
      id,
      name: finding.rule,
      shortDescription: { text: messageText(finding.title) },
      fullDescription: { text: messageText(finding.why) },
      help: help(finding),
      defaultConfiguration: { level: sarifLevels[finding.level] },
      properties: {
        tags: finding.tags.map((tag) => safeDisplay(tag)),
        'security-severity': severities[finding.level],
        type: finding.type,
        group: describeRule(packs, finding.pack, finding.rule).group,
        pack: finding.pack,
        packVersion: finding.version,
      },
    }))
}

function help(finding: Finding): SarifObject {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['Why', [finding.why]],
    ['Would be benign if', finding.falsePositives],
    ['What to do', finding.fix === undefined ? [] : [finding.fix]],
  ]
  const said = parts.filter(([, texts]) => texts.length > 0)
  return {
    text: messageText(said.map(([name, texts]) => `${name}: ${texts.join('; ')}`).join('\n')),
    markdown: said
      .map(([name, texts]) => `**${name}**\n\n${texts.map((one) => `- ${markdownText(one)}`).join('\n')}`)
      .join('\n\n')
      .replaceAll('{', '{{')
      .replaceAll('}', '}}'),
  }
}
