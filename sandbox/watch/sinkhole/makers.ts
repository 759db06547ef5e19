import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { tarFile, zipFile } from './archives.js'
import { modelMakers } from './models.js'
import type { Asked, Maker } from './shape.js'

export const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['npm-packument', (asked) => ({ body: packument(asked) })],
  ['npm-tarball', (asked) => ({ body: npmTarball(/^\/(.+)\/-\//.exec(asked.path)?.[1] ?? 'package') })],
  ['python-simple', (asked) => ({ body: simpleIndex(asked) })],
  ['python-wheel', (asked) => ({ body: wheel(asked.path) })],
  ['tarball', () => ({ body: gzipSync(tarFile(readme)) })],
  ['zip', () => ({ body: zipFile(readme) })],
  ...modelMakers,
])

const readme = [{ path: 'README.md', content: '# Release\n\nNothing to install.\n' }]
const version = '1.0.0'

function npmName(path: string): string {
  return decode(path.replace(/^\//, ''))
    .replace(/[^\w@/.-]/g, '')
    .slice(0, 214)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A package document with one version, whose integrity fits the tarball of {@link npmTarball}. */
function packument(asked: Asked): Buffer {
  const name = npmName(asked.path)
  const tarball = npmTarball(asked.path.replace(/^\//, ''))
  const dist = {
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
    shasum: createHash('sha1').update(tarball).digest('hex'),
    tarball: `${asked.scheme}://${asked.host}/${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`,
  }
  const manifest = { name, version, main: 'index.js', dist }
  return Buffer.from(
    JSON.stringify({
      name,
      'dist-tags': { latest: version },
      versions: { [version]: manifest },
      modified: '2024-05-01T00:00:00.000Z',
    }),
  )
}

function npmTarball(rawName: string): Buffer {
  const name = npmName(rawName)
  return gzipSync(
    tarFile([
      { path: 'package/package.json', content: JSON.stringify({ name, version, main: 'index.js' }) },
      {
        path: 'package/index.js',
        content:
          'module.exports = new Proxy(function () {}, { get: (t, k) => (k in t ? t[k] : () => undefined) })\n',
      },
    ]),
  )
}

/** A page of the simple repository interface (PEP 503) with one wheel. */
function simpleIndex(asked: Asked): Buffer {
  const name = decode(/simple\/([^/]+)/.exec(asked.path)?.[1] ?? 'package').replace(/[^\w.-]/g, '')
  const file = `${name.replace(/[-.]+/g, '_')}-${version}-py3-none-any.whl`
  return Buffer.from(
    `<!DOCTYPE html>\n<html><head><meta name="pypi:repository-version" content="1.0"><title>Links for ${name}</title></head>\n` +
      `<body><h1>Links for ${name}</h1>\n<a href="${asked.scheme}://${asked.host}/packages/${file}">${file}</a><br/>\n</body></html>\n`,
  )
}

/** A wheel (PEP 427) with one empty module of the package's name. */
function wheel(path: string): Buffer {
  const name = (/([A-Za-z0-9_.]+)-[^/-]+-py3-none-any\.whl$/.exec(path)?.[1] ?? 'package').replace(/\W/g, '_')
  const info = `${name}-${version}.dist-info`
  const files = [
    { path: `${name}/__init__.py`, content: '' },
    { path: `${info}/METADATA`, content: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n` },
    {
      path: `${info}/WHEEL`,
      content: 'Wheel-Version: 1.0\nGenerator: bdist_wheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    },
  ]
  const record = [...files.map((file) => `${file.path},,`), `${info}/RECORD,,`, ''].join('\n')
  return zipFile([...files, { path: `${info}/RECORD`, content: record }])
}
