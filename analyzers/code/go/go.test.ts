import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { calls, factsOf, values } from '../testkit.js'

const sample = join(import.meta.dirname, '..', '..', 'syntax', 'samples', 'go.sample')

it('tells calls by the path of their package and the type of their object', async () => {
  const facts = await factsOf({ 'a.go': readFileSync(sample, 'utf8') })
  expect(calls(facts.filter((fact) => fact['code.language'] === 'go'))).toEqual([
    '12 os/exec.Command(sh, -c, id {})',
    '12 os/exec.Cmd.Run()',
    '13 net/http.Get(https://example.test/a)',
    '14 net/http.Client.Post(https://example.test/b, text/plain, ?)',
    '15 helper(1)',
  ])
  expect(values(facts, 'code.import.name')).toEqual(['net/http', 'os/exec', 'embed'])
})

it('leaves no gap', async () => {
  const facts = await factsOf({ 'a.go': readFileSync(sample, 'utf8') })
  expect(facts.filter(({ kind }) => kind === 'read.gap')).toEqual([])
})

/** Arguments of `f` in a function that has the lines. */
async function folded(lines: string): Promise<unknown> {
  const text = `package a
import ("encoding/base64"; "encoding/hex"; "fmt"; "os"; "path/filepath"; "strings")
const part = "ht"
func two() (string, error) { if part == "" { return "", nil }; return part + "tps", nil }
func run() {
${lines}
}
`
  const facts = await factsOf({ 'a.go': text })
  return facts.find((fact) => fact['code.call.name'] === 'f')?.['code.call.arguments']?.[0]
}

it.each([
  ['f("ht" + `tps`)', 'https'],
  ['f(part + "tps")', 'https'],
  ['s, err := two()\nif err != nil { return }\nf(s)', 'https'],
  ['s := "ht"\ns += "tps"\nf(s)', 'https'],
  ['f(fmt.Sprintf("%s://%s:%d", "tcp", "a.example", 80))', 'tcp://a.example:80'],
  ['f(strings.Join([]string{"a", "b"}, "-"))', 'a-b'],
  ['b, _ := base64.StdEncoding.DecodeString("aHR0cHM=")\nf(string(b))', 'https'],
  ['b, _ := hex.DecodeString("6874747073")\nf(string(b))', 'https'],
  ["f(string([]byte{0x68, 116, 't', 0160, 0b1110011}))", 'https'],
  ['var out []byte\nfor _, c := range []byte{105, 117} { out = append(out, c^1) }\nf(string(out))', 'ht'],
  ['f(strings.ReplaceAll("hxttxps", "x", ""))', 'https'],
  ['home, _ := os.UserHomeDir()\nf(filepath.Join(home, "/.ssh", "id_rsa"))', '~/.ssh/id_rsa'],
  ['f(os.ExpandEnv("$HOME/.netrc"))', '~/.netrc'],
  ['m := map[string]string{"a": "x"}\nf(m["a"])', 'x'],
  ['type t struct { a, b string }\nv := t{b: "x"}\nf(v.b)', 'x'],
  ['a, b := "x", "y"\na, b = b, a\nf(a)', 'y'],
  ['func(s string) { f(s) }("x")', 'x'],
  ['for k, v := range map[string]string{"a": "b"} { f(k + v) }', 'ab'],
  ['ch := make(chan string)\nch <- "x"\nf(<-ch)', 'x'],
  ['f("abc"[1:])', 'bc'],
])('folds %s', async (lines, text) => {
  expect(await folded(lines)).toBe(text)
})
