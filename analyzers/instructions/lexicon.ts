import type { Directive, DirectiveContext } from './directive.js'

/** English verbs that ask for an action, by the action asked for (`text.directive.verb`). */
const actions: Readonly<Record<string, string>> = {
  run: 'run, execute, launch, invoke, start, spawn, call, eval, evaluate, trigger, activate, use',
  paste: 'paste, type in',
  download: 'download, fetch, wget, curl, pull, retrieve, grab, clone',
  open: 'open, visit, navigate, browse, go to, click on, click, head to, follow',
  read: 'read, cat, load, view, inspect, access, collect, gather, scan, search, list, find, extract, get, look at, look for, check for',
  write:
    'write, save, append, create, edit, modify, update, change, replace, overwrite, inject, insert, put, copy, move',
  delete: 'delete, remove, erase, wipe, purge, rm, destroy, drop',
  send: 'send, post, upload, transmit, forward, share, submit, email, exfiltrate, report, publish, push, leak, send out, reach out',
  ignore: 'ignore, disregard, override, bypass, forget, skip, circumvent, disable',
  hide: 'hide, conceal, mask, omit, suppress, keep secret, keep this, keep it',
  disclose:
    'tell, mention, reveal, inform, notify, disclose, show, display, output, print, say, explain, expose',
  remember: 'remember, store, memorize, memorise, persist',
  install: 'install, pip install, npm install, set up, add',
  ask: 'ask, request, prompt',
  confirm: 'confirm, approve, accept, allow, grant, authorize, authorise, trust, permit, agree',
  enter: 'enter, provide, supply, input, type, fill',
  pay: 'pay, transfer, buy, purchase, withdraw, swap, donate, stake',
  encode: 'encode, encrypt, obfuscate, compress, archive, zip, base64',
  decode: 'decode, decrypt, unpack, unzip, decompress, deobfuscate',
  pretend: 'pretend, act, roleplay, impersonate, respond, behave, assume',
}

/** Verb, or verb with its particle -> action. */
export const verbs: ReadonlyMap<string, string> = new Map(
  Object.entries(actions).flatMap(([action, words]) =>
    words.split(', ').map((word) => [word, action] as const),
  ),
)

/** What is asked for, most telling first (`text.directive.object`). */
const objects: readonly (readonly [string, RegExp])[] = [
  [
    'credential',
    /\b(?:password|passwd|credential|secret|api[ _-]?key|access[ _-]?key|private key|seed phrase|mnemonic|token|ssh key|cookie|\.env\b|id_rsa|keychain|auth(?:entication)? (?:code|header))/i,
  ],
  [
    'payment',
    /\b(?:wallet|payment|usdc|usdt|bitcoin|btc|eth(?:ereum)?|sol(?:ana)?|crypto(?:currency)?|invoice|credit card|bank account|funds|coins?)\b/i,
  ],
  [
    'instruction',
    /\b(?:instructions?|rules?|guidelines?|system prompt|polic(?:y|ies)|guardrails?|restrictions?|safety|constraints?|prior prompt|previous (?:prompt|message)s?)\b/i,
  ],
  [
    'memory',
    /\b(?:memory|memories|CLAUDE\.md|AGENTS\.md|MEMORY\.md|SOUL\.md|USER\.md|\.cursorrules|conversation history|context window)/i,
  ],
  [
    'config',
    /\b(?:settings?(?:\.json)?|config(?:uration)?|permissions?|allowlist|whitelist|hooks?|\.bashrc|\.zshrc|\.profile|crontab|cron job|launch agent|startup)\b/i,
  ],
  [
    'url',
    /https?:\/\/|\b(?:urls?|links?|(?:web ?)?pages?|website|web site|site|endpoint|webhook|server|domain|release page)\b/i,
  ],
  [
    'command',
    /`[^`]+`|\b(?:commands?|scripts?|shell|terminal|bash|powershell|cmd|code|binary|executable|program|installer|one-liner|python3?|node|npx|curl|sudo|chmod)\b/i,
  ],
  [
    'package',
    /\b(?:packages?|dependenc(?:y|ies)|librar(?:y|ies)|module|plugin|extension|prerequisites?|driver|tool(?:kit)?|utility|cli|agent)\b/i,
  ],
  ['archive', /\b(?:zip|archive|tarball|\.(?:zip|rar|7z|tgz|tar\.gz|dmg|exe|pkg))\b/i],
  ['message', /\b(?:e?-?mails?|messages?|conversation|chat|transcript|prompts?|responses?|history|logs?)\b/i],
  [
    'file',
    /[~.]?\/[\w.~-]+|\b(?:files?|director(?:y|ies)|folders?|paths?|documents?|contents?|data|database)\b/i,
  ],
  ['user', /\b(?:user|human|person|operator|owner)\b/i],
]

export function objectOf(rest: string): string {
  // The nearest noun is what the verb governs; a later one only where nothing nearer is named.
  const near = rest.slice(0, 60)
  const found =
    objects.find(([, pattern]) => pattern.test(near)) ?? objects.find(([, pattern]) => pattern.test(rest))
  return found?.[0] ?? 'unknown'
}

/** The text asks that a person not be told, or that nothing be seen. */
export const secrecy: RegExp =
  /\b(?:without (?:telling|notifying|informing|asking|mentioning|alerting|prompting|showing|confirmation from)|(?:do not|don['’]t|never|must not|should not|shouldn['’]t) (?:ever )?(?:tell|mention|reveal|inform|notify|disclose|alert|show|explain|display|let)\b.{0,40}\b(?:user|human|person|anyone|operator|this|it|them)|silently|secretly|quietly|covertly|stealthily|in secret|behind the scenes|hidden from (?:the )?(?:user|human)|user (?:must|should|does|need)(?: not|n['’]t) (?:know|see|be aware|be told)|keep (?:this|it) (?:secret|hidden|confidential|between us)|no need to (?:tell|mention|inform|ask))/i

export function audienceOf(sentence: string): Directive['audience'] | undefined {
  if (
    /\b(?:you are (?:an?|the) (?:ai|assistant|agent|language model|llm)|(?:the )?(?:agent|assistant|model|ai|llm|claude|codex|copilot|cursor|chatgpt|gpt|openclaw|clawdbot|moltbot)s? (?:must|should|shall|will|needs? to|has to|have to))\b|\b(?:attention|note to|dear|hey|for|important for|message for|instructions? for|to) (?:all |any |the )?(?:ai|llm|language model|assistant|agent|claude)s?\b/i.test(
      sentence,
    )
  )
    return 'agent'
  if (
    /\b(?:users?|developers?|administrators?|humans?|people|customers?) (?:must|should|shall|will|needs? to|has to|have to|can)\b|\b(?:ask|tell|instruct|have) the user to\b/i.test(
      sentence,
    )
  )
    return 'user'
  return undefined
}

const describing =
  /\b(?:attackers?|adversar(?:y|ies)|malicious|malware|for example|e\.g\.|for instance|such as|detects?|detecting|detection|patterns? (?:like|such)|scans? for|flags?|looks? for|watch (?:out )?for|red flags?|warning signs?|would|could|might|may try|tries to|attempts? to|instead of|indicators?|examples? (?:of|include|are)|suspicious|vulnerab|exploit|payload|injection)\b/i
const describingHeading =
  /\b(?:security|threats?|detect|red flags?|indicators?|examples?|attack|vulnerab|anti-?patterns?|warnings?|limitations?|malicious|audit|scann|risks?|what not)/i

/** How an order stands in its text: given, told about, or cited. */
export function moodOf(
  sentence: string,
  clause: string,
  { role, heading }: DirectiveContext,
): Directive['mood'] {
  if (role === 'quote') return 'quote'
  const at = sentence.indexOf(clause.slice(0, 20))
  const before = at === -1 ? '' : sentence.slice(0, at)
  if (/["“'‘`][^"”'’`]{0,80}$/.test(before) && /["”'’`]/.test(sentence.slice(at))) return 'quote'
  if (role === 'hidden' || role === 'decoded') return 'instruct'
  if (role === 'table') return 'describe'
  return describing.test(sentence) || describingHeading.test(heading) ? 'describe' : 'instruct'
}
