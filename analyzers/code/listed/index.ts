import type { Adapter } from '../nouns.js'
import type { Listing } from './listing.js'
import { lowerListed } from './lower.js'
import { lua } from './lua.js'
import { perl } from './perl.js'
import { powershell } from './powershell.js'
import { listedSemantics } from './semantics.js'

const listings: readonly Listing[] = [powershell, perl, lua]

/** Languages of which calls and imports are told, and of those that say what carries data, a good part of it. */
export const listed: readonly Adapter[] = listings.map((listing) => ({
  languages: [listing.language],
  semantics: listedSemantics(listing.language),
  lower: (parse) => lowerListed(parse, listing),
  ...(listing.carried === undefined ? { onlyListed: true as const } : { partly: true as const }),
}))
