import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { calls, factsOf, values } from '../testkit.js'

const sample = join(import.meta.dirname, '..', '..', 'syntax', 'samples', 'powershell.sample')

async function told(text: string): Promise<string[]> {
  return calls(await factsOf({ 'a.ps1': text })).map((line) => line.replace(/^\d+ /, ''))
}

it('tells what is called and brought in by one name, and is no gap', async () => {
  const facts = await factsOf({ 'a.ps1': readFileSync(sample, 'utf8') })
  expect(values(facts, 'code.import.name')).toEqual(['Shared', 'BitsTransfer', './lib.ps1'])
  expect(calls(facts)).toEqual([
    '5 new-object(Net.WebClient)',
    '6 net.webclient.downloadstring(https://example.test/report)',
    '7 invoke-expression(?)',
    '7 net.webclient.downloadstring(https://example.test/run.ps1)',
    '7 new-object(System.Net.WebClient)',
    '8 &(C:\\Tools\\a.exe, -x, 1)',
    '9 start-process(powershell, -ArgumentList, -enc, aGk=, -WindowStyle, Hidden)',
    '10 system.convert.frombase64string(aGk=)',
    '10 set-content(out.bin)',
    '11 invoke-webrequest(-Uri, ?, -Method, Post, -Body, ?)',
    '11 get-content(~/.ssh/id_rsa)',
  ])
  expect(facts.filter(({ kind }) => kind === 'read.gap')).toEqual([])
  expect(new Set(values(facts, 'code.language'))).toEqual(new Set(['powershell']))
})

it('a name of a variable is less sure than one of a type', async () => {
  const facts = await factsOf({ 'a.ps1': '$wc.DownloadString("a")\n[Net.WebClient]::DownloadString("b")\n' })
  const [unsure, sure] = values(facts, 'code.confidence') as number[]
  expect(unsure).toBeLessThan(sure ?? 0)
})

describe('texts are put together', () => {
  it.each([
    ['(\'{"A": {"Url": "u"}}\' | ConvertFrom-Json).a.url', 'u'],
    ["Join-Path -Path '~\\a' -ChildPath 'b' -ErrorAction Stop", '~\\a\\b'],
    ["Split-Path -Parent 'C:\\a\\b.exe'", 'C:\\a'],
    ["'a' + \"b`tc\" + 'it''s' + 1", "ab\tcit's1"],
    ['"{1}{0:x2}{{" -f 10, "b"', 'b0a{'],
    ["('iex' , 'x') -join '+'", 'iex+x'],
    ["-join ('a','b','c')", 'abc'],
    ["('qwerty'[2,1,0] -join '')", 'ewq'],
    ["('qwerty'[-1..-3] -join '')", 'ytr'],
    ["'aXb'.Replace('X', '-').ToUpper().Substring(1)", '-B'],
    ["'a-b-c'.Split('-')[1]", 'b'],
    ["('a-b-c' -split '-')[2]", 'c'],
    ["'abAb' -replace 'AB', 'x'", 'xx'],
    ["'a.b.c' -replace '[.]', ''", 'abc'],
    ["'a' * 3", 'aaa'],
    ['-join (104, 105 | ForEach-Object { [char]$_ })', 'hi'],
    ['-join (105, 104 | % { [char]($_ -bxor 1) })', 'hi'],
    ["[char[]](104, 105) -join ''", 'hi'],
    ["[string]::Join('', [char]0x68, [char]105)", 'hi'],
    ["-join ('hi'.ToCharArray() | % { [char]([int]$_ + 1) })", 'ij'],
    ["[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('aGVsbG8='))", 'hello'],
    ["[System.Text.Encoding]::Unicode.GetString([System.Convert]::FromBase64String('aQBlAHgA'))", 'iex'],
    ["[Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes('iex'))", 'aQBlAHgA'],
    ['(New-Object Text.ASCIIEncoding).GetString((104, 105))', 'hi'],
    [
      "[Environment]::GetFolderPath('Startup')",
      '%APPDATA%\\Microsoft\\Windows\\Start Menu\\Programs\\Startup',
    ],
    ["Join-Path $env:LOCALAPPDATA 'a\\b.exe'", '%LOCALAPPDATA%\\a\\b.exe'],
    ["[IO.Path]::Combine($HOME, '.ssh', 'id_rsa')", '~\\.ssh\\id_rsa'],
    ["[UriBuilder]::new('https', 'a.test', 443, '/x').Uri", 'https://a.test/x'],
    ['$(if ($q) { "yes" } else { "no" })', 'yes, no'],
    ["@{ Host = 'u' }.host", 'u'],
    ["'x'.Length + 2", '3'],
    ['@"\nhere $HOME "x"\n"@', 'here ~ "x"'],
    ["@'\nhere $x\n'@", 'here $x'],
  ])('%s', async (text, known) => {
    expect(await told(`foo (${text})`)).toContain(`foo(${known})`)
  })

  it('what is packed is unpacked', async () => {
    const packed = 'H4sIAAAAAAAAA/PMK8vPTtV1y88HAKUwgygKAAAA'
    const text = `$m = New-Object IO.MemoryStream(,[Convert]::FromBase64String('${packed}'))
$z = New-Object IO.Compression.GzipStream($m, [IO.Compression.CompressionMode]::Decompress)
foo ((New-Object IO.StreamReader($z)).ReadToEnd())`
    expect(await told(text)).toContain('foo(Invoke-Foo)')
  })

  it('loops take texts apart', async () => {
    const text = `$r = ''; $k = 'hi'
for ($i = 0; $i -lt $k.Length; $i++) { $r += [char]([int]$k[$i] -bxor 1) }
$o = foreach ($c in $k.ToCharArray()) { [char]([int]$c + 1) }
foo $r ($o -join '')`
    expect(await told(text)).toContain('foo(ih, ij)')
  })
})

describe('what is called is worked out', () => {
  it.each([
    ["&('ie' + 'x') 'foo bar'", 'invoke-expression(foo bar)'],
    [".(\"{1}{0}\" -f 'ex', 'i') 'foo bar'", 'invoke-expression(foo bar)'],
    ["$f = 'Invoke-Web' + 'Request'\n& $f -Uri https://a.test", 'invoke-webrequest(-Uri, https://a.test)'],
    [
      "& (Get-Command ('Add-Mp' + 'Preference')) -ExclusionPath C:\\x",
      'add-mppreference(-ExclusionPath, C:\\x)',
    ],
    ["Set-Alias zz Invoke-Expression\nzz 'foo bar'", 'invoke-expression(foo bar)'],
    ["i`e`x 'foo bar'", 'invoke-expression(foo bar)'],
    ["Microsoft.PowerShell.Utility\\Invoke-Expression 'foo bar'", 'invoke-expression(foo bar)'],
    ['$b = { param($a) foo $a }\n& $b one', 'foo(one)'],
    ["{ param($a, $b) foo $a $b }.Invoke('one', 'two')", 'foo(one, two)'],
    ['& { param($a, $b) foo $a $b } -b 1 two', 'foo(two, 1)'],
    ['Invoke-Command -ScriptBlock { param($a) foo $a } -ArgumentList one', 'foo(one)'],
    ["$p = @{ Uri = 'https://a.test' }\nInvoke-RestMethod @p", 'invoke-restmethod(-uri, https://a.test)'],
    [
      "$w = [Activator]::CreateInstance([type]('Net.Web' + 'Client'))\n$w.DownloadString('u')",
      'net.webclient.downloadstring(u)',
    ],
    ["[Net.WebClient]::new().DownloadString('u')", 'net.webclient.downloadstring(u)'],
    ["$h = New-Object -ComObject WScript.Shell\n$h.Run('calc')", 'wscript.shell.run(calc)'],
    ["$m = 'Download' + 'String'\n(New-Object Net.WebClient).$m('u')", 'net.webclient.downloadstring(u)'],
    ['Start-Job { foo inside }', 'foo(inside)'],
    ['foo > C:\\out.txt', 'out-file(C:\\out.txt)'],
    ['foo -Path $PSScriptRoot\\a.txt', 'foo(-Path, {}\\a.txt)'],
  ])('%s', async (text, call) => {
    expect(await told(text)).toContain(call)
  })
})

describe('functions', () => {
  it.each([
    [
      'with a switch that is off',
      'function f { param([switch]$Quiet, $Text)\n foo $Text }\nf -Quiet:$false -Verbose one',
      'foo(one)',
    ],
    ['by place', 'function f($a, $b = 2) { foo $a $b }\nf one', 'foo(one, 2)'],
    [
      'by name, cut short',
      'function f([string]$Name, [int]$Times) { foo $Name $Times }\nf -T 3 -Name one',
      'foo(one, 3)',
    ],
    ['with a switch', 'function f { param([switch]$Quiet, $Text)\n foo $Text }\nf -Quiet one', 'foo(one)'],
    [
      'with a list',
      'function f([int[]]$n) { -join ($n | % { [char]$_ }) }\n$t = f 104, 105\nfoo $t',
      'foo(hi)',
    ],
    ['with all that is left', 'function f { foo $args[1] }\nf one two', 'foo(two)'],
    ['what they put out last', 'function f { Write-Host a; "one" }\nfoo (f)', 'foo(one)'],
    [
      'what they return early',
      'function f($x) {\n if ($x) { return "one" }\n "two"\n}\nfoo (f 1)',
      'foo(one, two)',
    ],
    ['for each that comes', 'filter f { [char]($_ -bxor 1) }\nfoo (-join (105, 104 | f))', 'foo(hi)'],
    [
      'what is piped to a parameter',
      'function f {\n param([Parameter(ValueFromPipeline)]$x)\n process { foo $x }\n}\n"one" | f',
      'foo(one)',
    ],
    ['what is fed', 'function f { $input | % { foo $_ } }\n"one" | f', 'foo(one)'],
    ['what is theirs stays theirs', 'function f { $x = "in" }\n$x = "out"\nf\nfoo $x', 'foo(out)'],
    ['what is of the script', 'function f { $script:x = "in" }\nf\nfoo $x', 'foo(in)'],
    [
      'a class',
      "class C { [string]$n\n C([string]$a) { $this.n = $a }\n [string] M() { return $this.n + '!' } }\nfoo ([C]::new('one').M())",
      'foo(one!)',
    ],
    ['several at once', "$a, $b = 'one', 'two'\nfoo $b $a", 'foo(two, one)'],
    ['a table', "$h = @{}\n$h['A'] = 'one'\n$h.B = 'two'\nfoo $h.a $h['b']", 'foo(one, two)'],
  ])('%s', async (_, text, call) => {
    expect(await told(text)).toContain(call)
  })
})

it.each([
  ['. "$PSScriptRoot\\lib.ps1"'],
  ['. $PSScriptRoot\\lib.ps1'],
  ['. ./lib.ps1'],
  ["Import-Module (Join-Path $PSScriptRoot 'lib.ps1')"],
])('files know each other: %s', async (line) => {
  const files = {
    'a/main.ps1': `${line}\nfoo (Get-It 'x') $Base`,
    'a/lib.ps1': '$Base = "b"\nfunction Get-It($a) { "$Base/$a" }',
  }
  expect(calls(await factsOf(files))).toContain('2 foo(b/x, b)')
})

it.each([
  ['powershell -NoP -enc ZgBvAG8AIABiAGEAcgA='],
  ['Start-Process powershell -ArgumentList "-nop", "-c", "foo bar"'],
  ['cmd /c powershell -enc ZgBvAG8AIABiAGEAcgA='],
  [
    "New-ItemProperty -Path HKCU:\\x -Value 'conhost --headless powershell -w hidden -e ZgBvAG8AIABiAGEAcgA='",
  ],
  ['New-ScheduledTaskAction -Execute powershell.exe -Argument \'-nop -c "foo bar"\''],
  ["[scriptblock]::Create('foo bar').Invoke()"],
  ["'foo Xar'.Replace('X', 'b') | iex"],
  ["$e = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes('foo bar'))\npowershell -e $e"],
])('code in a text is read: %s', async (text) => {
  expect(await told(text)).toContain('foo(bar)')
})

it('a text that speaks of PowerShell is no code', async () => {
  expect(await told("Set-ItemProperty -Path x -Value 'powershell is nice'")).toHaveLength(1)
})

it.each([
  ['Where-Object { $_.Name -eq "Login Data" }', 'get-content(~\\a\\Login Data)'],
  ['? { $_.Name -in "Login Data", "Cookies" }', 'get-content(~\\a\\Login Data | ~\\a\\Cookies)'],
  ["where { $_.FullName -match 'Cookies|Login Data' }", 'get-content(~\\a\\Cookies | ~\\a\\Login Data)'],
  ['% { if ($_.Extension -ne ".pem") { return }; $_ }', 'get-content(~\\a\\.pem)'],
])('names that are tested are known: %s', async (stage, call) => {
  const text = `gci $HOME\\a -Recurse | ${stage} | % { Get-Content $_.FullName }`
  expect(await told(text)).toContain(call)
})
