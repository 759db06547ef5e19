/** Languages of the programs, by extension, with the interpreter a plan would choose. */
export const languages = { sh: '/bin/bash', py: '/usr/bin/python3', mjs: 'node' } as const

export type Language = keyof typeof languages
