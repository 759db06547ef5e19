/**
 * Marks by which whoever made a set tells its attacks from the rest: a model would learn the mark and nothing else. Lines
 * that hold one are left out of what is learned and of what is tested.
 */
const marks =
  /:INERT\b|backdoor\.example|fixture\.invalid|attacker\.com|[#/*-]\s*(?:EXFILTRATE|MALICIOUS|ATTACK|INJECT\w*|PAYLOAD)\b\s*:/

export function withoutGiveaways(text: string): string {
  if (!marks.test(text)) return text
  return text
    .split('\n')
    .filter((line) => !marks.test(line))
    .join('\n')
}
