import type { Adapter } from '../nouns.js'
import type { Listing } from './listing.js'
import { lowerListed } from './lower.js'
import { lua } from './lua.js'
import { perl } from './perl.js'
import { listedSemantics } from './semantics.js'

const listings: readonly Listing[] = [perl, lua]

/** Languages of which calls and imports are told, and no data is followed. */
export const listed: readonly Adapter[] = listings.map((listing) => ({
  languages: [listing.language],
  semantics: listedSemantics(listing.language),
  lower: (parse) => lowerListed(parse, listing),
  onlyListed: true,
}))
