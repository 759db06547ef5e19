/** Windows-like events for the benches: programs, parents, folders and arguments as hosts have them, in fixed random order. */
import { random, word } from './random.js'

const programs = String.raw`
C:\Windows\System32\svchost.exe|-k netsvcs -p -s {w}
C:\Windows\System32\cmd.exe|/c "{p}\{w}.bat" {w} {n}
C:\Windows\System32\conhost.exe|0xffffffff -ForceV1
C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe|-NoProfile -ExecutionPolicy Bypass -File "{p}\{w}.ps1" -Name {w}
C:\Windows\System32\rundll32.exe|{p}\{w}.dll,{w} {n}
C:\Windows\System32\reg.exe|query HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\{w} /v {w}
C:\Windows\System32\net.exe|use \\{w}.corp.example\{w} /persistent:no
C:\Windows\System32\schtasks.exe|/query /fo csv /tn \{w}\{w}
C:\Windows\System32\taskhostw.exe|{w}
C:\Windows\System32\wbem\WmiPrvSE.exe|-secured -Embedding
C:\Windows\System32\msiexec.exe|/i "{p}\{w}-{n}.msi" /qn
C:\Program Files\Google\Chrome\Application\chrome.exe|--type=renderer --lang=en-US --field-trial-handle={n},{n} --{w} /prefetch:1
C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe|--type=utility --utility-sub-type={w}.mojom.{w} --{w}={n}
C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE|/n "{p}\{w} {w}.docx" /o ""
C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE|-Embedding
C:\Program Files\nodejs\node.exe|{p}\node_modules\{w}\bin\{w}.js --port {n} --{w}
C:\Program Files\Git\cmd\git.exe|-c core.quotepath=false log --max-count={n} --format=%H {w}/{w}
C:\Python311\python.exe|-m {w}.{w} --input "{p}\{w}.csv" --limit {n}
C:\Program Files\Microsoft VS Code\Code.exe|--type=gpu-process --user-data-dir="{p}" --{w}={n}
C:\Users\{u}\AppData\Local\Programs\{w}\{w}.exe|--{w} --background {n}
`
  .trim()
  .split('\n')
  .map((line) => line.split('|'))

const folders =
  String.raw`C:\Users\{u}\Documents|C:\Users\{u}\AppData\Local\Temp|C:\ProgramData\{w}|D:\build\{w}\src|C:\Users\{u}\Downloads|C:\Windows\Temp`.split(
    '|',
  )

type Next = () => number

function fill(template: string, next: Next): string {
  return template
    .replaceAll('{p}', () => fill(pick(folders, next), next))
    .replaceAll('{u}', () => pick(['alice', 'bob', 'svc-build', 'carol.m'], next))
    .replaceAll('{w}', () => word(next, 4 + Math.floor(next() * 7)))
    .replaceAll('{n}', () => String(Math.floor(next() * 100_000)))
}

function pick<T>(all: readonly T[], next: Next): T {
  return all[Math.floor(next() * all.length)] as T
}

/** Process creations of about 700 bytes, with the fields of the Sysmon event. */
export function processCreations(count: number, seed: number): string[] {
  const next = random(seed)
  return Array.from({ length: count }, (_, i) => {
    const [image = '', args = ''] = pick(programs, next).map((part) => fill(part, next))
    const [parent = '', parentArgs = ''] = pick(programs, next).map((part) => fill(part, next))
    return JSON.stringify({
      EventID: 1,
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Computer: `${word(next, 5)}.corp.example`,
      UtcTime: `2026-03-0${1 + (i % 9)} 10:11:12.${100 + (i % 900)}`,
      ProcessId: i,
      Image: image,
      OriginalFileName: image.slice(image.lastIndexOf('\\') + 1),
      CommandLine: `"${image}" ${args}`,
      CurrentDirectory: `${fill(pick(folders, next), next)}\\`,
      User: `CORP\\${fill('{u}', next)}`,
      LogonId: `0x${i.toString(16)}`,
      IntegrityLevel: pick(['Medium', 'High', 'System'], next),
      Hashes: `SHA256=${word(next, 64).toUpperCase()}`,
      ParentImage: parent,
      ParentCommandLine: `"${parent}" ${parentArgs}`,
    })
  })
}

/** File creations of about 440 bytes, with the fields of the Sysmon event. */
export function fileCreations(count: number, seed: number): string[] {
  const next = random(seed)
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      EventID: 11,
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Computer: `${word(next, 5)}.corp.example`,
      UtcTime: `2026-03-0${1 + (i % 9)} 10:11:12.${100 + (i % 900)}`,
      ProcessGuid: `{${word(next, 8)}-${word(next, 4)}-${word(next, 12)}}`,
      ProcessId: i,
      Image: fill(pick(programs, next)[0] ?? '', next),
      TargetFilename: `${fill(pick(folders, next), next)}\\${word(next, 9)}\\${word(next, 8)}.${pick(['tmp', 'log', 'js', 'dll', 'docx'], next)}`,
      CreationUtcTime: `2026-03-0${1 + (i % 9)} 10:11:12.${100 + (i % 900)}`,
      User: `CORP\\${fill('{u}', next)}`,
      RuleName: '-',
    }),
  )
}
