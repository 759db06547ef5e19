/** How often the texts of an artifact name hosts. */
export interface Mentions {
  take(text: string): void
  /** Times the name of a host stands in the texts, whatever the case, at most {@link mostCounted}; undefined when not all texts are held, or there is hardly any. */
  of(domain: string): number | undefined
}

/** UTF-16 units of all texts that are held. */
const most = 8_000_000
/** A page of a few lines names everything once. */
const least = 1_200
/** Once or twice is what matters; a host that an artifact is about is named on every page. */
export const mostCounted = 9

/** Counts whole names, by the label they are registered by: pages speak of the service, code of one of its machines. */
export function openMentions(): Mentions {
  const texts: string[] = []
  const counts = new Map<string, number>()
  let units = 0
  return {
    take(text) {
      units += text.length
      if (units <= most) texts.push(text)
    },
    of(domain) {
      if (units > most || units < least) return undefined
      const name = registeredName(domain)
      let count = counts.get(name)
      if (count === undefined) counts.set(name, (count = countOf(name, texts)))
      return count
    },
  }
}

/** `collect` of `in.collect.example`, of `collect.co.uk` and of `collect-2.vercel.app`; an address of numbers is its own name. */
export function registeredName(domain: string): string {
  const labels = domain.toLowerCase().split('.')
  const last = labels.at(-1) ?? domain
  if (labels.length < 2 || /^\d*$/.test(last) || domain.startsWith('[')) return domain.toLowerCase()
  const second = labels.at(-2) ?? last
  const third = labels.at(-3)
  const isShared =
    third !== undefined && ((last.length === 2 && ofCountries.has(second)) || shared.has(`${second}.${last}`))
  return isShared ? third : second
}

/** What countries have their names below: `co.uk`, `com.au`. */
const ofCountries: ReadonlySet<string> = new Set([
  ...[
    'co',
    'com',
    'org',
    'net',
    'ac',
    'gov',
    'gob',
    'edu',
    'or',
    'ne',
    'go',
    'gr',
    'mil',
    'nom',
    'ltd',
    'plc',
    'me',
  ],
])

/** Suffixes below which everybody may have a name of their own. */
const shared: ReadonlySet<string> = new Set([
  ...['workers.dev', 'pages.dev', 'vercel.app', 'netlify.app', 'herokuapp.com', 'github.io', 'gitlab.io'],
  ...[
    'onrender.com',
    'railway.app',
    'fly.dev',
    'ngrok.io',
    'ngrok.app',
    'ngrok-free.app',
    'trycloudflare.com',
  ],
  ...['supabase.co', 'firebaseapp.com', 'firebaseio.com', 'web.app', 'zeabur.app', 'glitch.me', 'repl.co'],
  ...['replit.app', 'deno.dev', 'cloudfunctions.net', 'azurewebsites.net', 'amazonaws.com', 'appspot.com'],
  ...['pipedream.net', 'surge.sh', 'loca.lt', 'serveo.net', 'duckdns.org', 'blogspot.com', 'wordpress.com'],
  ...['notion.site', 'webflow.io'],
])

/** As a word of its own or a part of one: `acme`, `ACME_KEY`, `acme-sdk`; a product called `sun-dial` has `sundial.example`. */
function countOf(name: string, texts: readonly string[]): number {
  const letters = Array.from(name.replace(/[-_]/g, ''), escaped).join('[-_]?')
  const word = new RegExp(`(?<![A-Za-z0-9])${letters}(?![A-Za-z0-9])`, 'gi')
  let count = 0
  for (const text of texts) {
    word.lastIndex = 0
    while (count < mostCounted && word.test(text)) count++
  }
  return count
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
