// Hooks of the module loader: a bare name that leads nowhere becomes a module whose exports are what its importer asks for.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const scheme = 'stand-in:'

export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context)
  } catch (error) {
    const bare = !/^[./]|^[a-z]+:/.test(specifier)
    if (!bare || error?.code !== 'ERR_MODULE_NOT_FOUND') throw error
    const names = namesAsked(sourceOf(context.parentURL), specifier)
    const url = scheme + encodeURIComponent(JSON.stringify({ specifier, names }))
    return { url, format: 'module', shortCircuit: true }
  }
}

export async function load(url, context, next) {
  if (!url.startsWith(scheme)) return await next(url, context)
  const { specifier, names } = JSON.parse(decodeURIComponent(url.slice(scheme.length)))
  const source = [
    `const it = globalThis[Symbol.for('stand-in')](${JSON.stringify(specifier)})`,
    'export default it',
    ...names.map((name, at) => `const n${at} = it[${JSON.stringify(name)}]; export { n${at} as ${name} }`),
  ]
  return { format: 'module', source: source.join('\n'), shortCircuit: true }
}

function sourceOf(parent) {
  try {
    return readFileSync(fileURLToPath(parent), 'utf8').slice(0, 1 << 20)
  } catch {
    return ''
  }
}

/** Names that a source takes out of a module, however it imports it. */
function namesAsked(source, specifier) {
  const quoted = `['"]${specifier.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"]`
  const names = new Set()
  const braces = [
    new RegExp(
      `(?:import|export)\\s+(?:type\\s+)?(?:[\\w$]+\\s*,\\s*)?\\{([^}]*)\\}\\s*from\\s*${quoted}`,
      'g',
    ),
    new RegExp(`\\{([^}]*)\\}\\s*=\\s*await\\s+import\\(\\s*${quoted}`, 'g'),
  ]
  for (const pattern of braces)
    for (const [, list = ''] of source.matchAll(pattern))
      for (const item of list.split(',')) names.add(item.trim().split(/\s+as\s+|\s*:\s*/)[0])
  for (const [, space] of source.matchAll(new RegExp(`\\*\\s+as\\s+([\\w$]+)\\s+from\\s*${quoted}`, 'g')))
    for (const [, name] of source.matchAll(
      new RegExp(`\\b${space.replaceAll('$', '\\$')}\\.([A-Za-z_$][\\w$]*)`, 'g'),
    ))
      names.add(name)
  names.delete('default')
  return [...names].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name)).slice(0, 256)
}
