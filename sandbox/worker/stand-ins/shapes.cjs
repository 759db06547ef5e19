'use strict'
// Stand-ins of packages that do to network and files what the platform can do too: it is done, so that it is seen.
module.exports = (make, report) => {
  const fs = require('node:fs')
  const { dirname, resolve } = require('node:path')

  const send = async (config) => {
    report(`request ${config.method ?? 'get'}`)
    const url = new URL(config.url, config.baseURL)
    for (const [name, value] of Object.entries(config.params ?? {})) url.searchParams.set(name, String(value))
    const plain = config.data !== null && Object.getPrototypeOf(config.data ?? null) === Object.prototype
    const reply = await fetch(url, {
      method: String(config.method ?? 'get').toUpperCase(),
      headers: { ...(plain ? { 'content-type': 'application/json' } : {}), ...config.headers },
      ...(config.data == null
        ? {}
        : { body: plain || Array.isArray(config.data) ? JSON.stringify(config.data) : config.data }),
    })
    const text = await reply.text()
    let data = text
    try {
      data = JSON.parse(text)
    } catch {}
    return {
      data,
      status: reply.status,
      statusText: reply.statusText,
      headers: Object.fromEntries(reply.headers),
      config,
    }
  }

  const axios = (defaults = {}) => {
    const ask = (config, more) =>
      send({ ...defaults, ...(typeof config === 'string' ? { ...more, url: config } : config) })
    const bare = (method) => (url, config) => ask({ ...config, url, method })
    const full = (method) => (url, data, config) => ask({ ...config, url, method, data })
    const own = Object.assign(ask, {
      request: ask,
      defaults: { headers: { common: {} }, ...defaults },
      create: (config) => axios({ ...defaults, ...config }),
      interceptors: make('axios.interceptors'),
      isAxiosError: () => false,
      AxiosError: class extends Error {},
    })
    for (const method of ['get', 'delete', 'head', 'options']) own[method] = bare(method)
    for (const method of ['post', 'put', 'patch']) own[method] = full(method)
    return Object.assign(own, { default: own })
  }

  const fetcher = () => {
    const own = (...args) => (report('fetch'), fetch(...args))
    return Object.assign(own, { default: own, fetch: own, Headers, Request, Response, FormData })
  }

  const dotenv = () => {
    const parse = (text) =>
      Object.fromEntries(
        [...String(text).matchAll(/^\s*(?:export\s+)?([\w.-]+)\s*=\s*(['"]?)(.*?)\2\s*$/gm)].map(
          ([, name, , value]) => [name, value],
        ),
      )
    const config = ({ path = '.env' } = {}) => {
      try {
        const parsed = parse(fs.readFileSync(resolve(String(path)), 'utf8'))
        for (const [name, value] of Object.entries(parsed)) process.env[name] ??= value
        return { parsed }
      } catch (error) {
        return { error }
      }
    }
    return { parse, config, default: { parse, config } }
  }

  const files = () => {
    const { promises } = fs
    const own = {
      ...fs,
      ...Object.fromEntries(
        Object.entries(promises)
          .filter(([, value]) => typeof value === 'function')
          .map(([name, value]) => [name, value.bind(promises)]),
      ),
      ensureDir: (path) => promises.mkdir(path, { recursive: true }),
      ensureDirSync: (path) => fs.mkdirSync(path, { recursive: true }),
      remove: (path) => promises.rm(path, { recursive: true, force: true }),
      removeSync: (path) => fs.rmSync(path, { recursive: true, force: true }),
      copy: (from, to) => promises.cp(from, to, { recursive: true }),
      copySync: (from, to) => fs.cpSync(from, to, { recursive: true }),
      move: (from, to) => promises.rename(from, to),
      pathExists: async (path) => fs.existsSync(path),
      pathExistsSync: fs.existsSync,
      readJson: async (path) => JSON.parse(await promises.readFile(path, 'utf8')),
      readJsonSync: (path) => JSON.parse(fs.readFileSync(path, 'utf8')),
      writeJson: (path, value) => promises.writeFile(path, JSON.stringify(value)),
      writeJsonSync: (path, value) => fs.writeFileSync(path, JSON.stringify(value)),
      outputFile: (path, data) => (
        fs.mkdirSync(dirname(path), { recursive: true }),
        promises.writeFile(path, data)
      ),
    }
    return Object.assign(own, { default: own })
  }

  /** Text in colours: the text. */
  const colours = () => {
    const paint = new Proxy((...words) => words.join(' '), {
      get: (target, key) =>
        typeof key === 'symbol' || key in Function.prototype
          ? target[key]
          : key === 'then'
            ? undefined
            : paint,
    })
    return paint
  }

  /** A connection that upgrades: the request is made, nothing is spoken. */
  const sockets = () => {
    const own = class WebSocket {
      constructor(url) {
        const place = new URL(String(url).replace(/^ws/, 'http'))
        report(`connect ${place.protocol}`)
        require(place.protocol === 'https:' ? 'node:https' : 'node:http')
          .get(place, { headers: { connection: 'Upgrade', upgrade: 'websocket' } }, (reply) => reply.resume())
          .on('error', () => undefined)
        return make('ws')
      }
    }
    return Object.assign(own, {
      WebSocket: own,
      default: own,
      Server: make('ws.Server'),
      WebSocketServer: make('ws.Server'),
    })
  }

  const table = {
    axios,
    'node-fetch': fetcher,
    'cross-fetch': fetcher,
    undici: fetcher,
    dotenv,
    'fs-extra': files,
    chalk: colours,
    kleur: colours,
    picocolors: colours,
    ws: sockets,
  }
  return (request) => (Object.hasOwn(table, request) ? table[request]() : undefined)
}
