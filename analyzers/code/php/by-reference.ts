/**
 * Functions of PHP that give what they found through an argument, by which of them (PHP manual). Handles are among them:
 * options collect on the first argument until something is done with it.
 */
export const byReference: ReadonlyMap<string, number> = new Map([
  ['exec', 1],
  ['preg_match', 2],
  ['preg_match_all', 2],
  ['parse_str', 1],
  ['mb_parse_str', 1],
  ['proc_open', 2],
  ['socket_recv', 1],
  ['socket_recvfrom', 1],
  ['openssl_sign', 1],
  ['openssl_public_encrypt', 1],
  ['openssl_private_decrypt', 1],
  ['openssl_pkey_export', 1],
  ['array_push', 0],
  ['array_unshift', 0],
  ['curl_setopt', 0],
  ['curl_setopt_array', 0],
  ['curl_multi_add_handle', 0],
  ['stream_context_set_option', 0],
  ['socket_connect', 0],
  ['shuffle', 0],
])

/** A function that is handed to another one, and what that one calls it with. */
export interface Handed {
  /** Counted from the end where it is below zero. */
  readonly callback: number
  readonly data: number
  /** With each of many, not with the thing itself. */
  readonly each: boolean
  /** What comes of it is what the callbacks give, and nothing else is worth telling. */
  readonly isAll?: true
}

const last: Handed = { callback: -1, data: 0, each: true }

export const handedOn: ReadonlyMap<string, Handed> = new Map([
  ['array_map', { callback: 0, data: 1, each: true, isAll: true }],
  ['array_filter', { callback: 1, data: 0, each: true }],
  ['array_walk', { callback: 1, data: 0, each: true }],
  ['array_walk_recursive', { callback: 1, data: 0, each: true }],
  ['array_reduce', { callback: 1, data: 0, each: true }],
  ['array_diff_uassoc', last],
  ['array_diff_ukey', last],
  ['array_udiff', last],
  ['array_udiff_assoc', last],
  ['array_udiff_uassoc', last],
  ['array_intersect_uassoc', last],
  ['array_intersect_ukey', last],
  ['array_uintersect', last],
  ['array_uintersect_assoc', last],
  ['usort', { callback: 1, data: 0, each: true }],
  ['uasort', { callback: 1, data: 0, each: true }],
  ['uksort', { callback: 1, data: 0, each: true }],
  ['iterator_apply', { callback: 1, data: 2, each: true }],
  ['preg_replace_callback', { callback: 1, data: 2, each: false }],
  ['register_shutdown_function', { callback: 0, data: 1, each: false }],
  ['register_tick_function', { callback: 0, data: 1, each: false }],
])
