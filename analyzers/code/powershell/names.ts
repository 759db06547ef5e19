/** Aliases that PowerShell has by itself (about_Aliases), and the commands they stand for. */
const aliases: ReadonlyMap<string, string> = new Map(
  `iex invoke-expression; iwr invoke-webrequest; irm invoke-restmethod; curl invoke-webrequest; wget invoke-webrequest;
  icm invoke-command; ii invoke-item; saps start-process; start start-process; ipmo import-module; sal set-alias; nal new-alias;
  gc get-content; cat get-content; type get-content; gci get-childitem; sc set-content; ac add-content; cp copy-item;
  copy copy-item; cpi copy-item; mv move-item; move move-item; mi move-item; rm remove-item; del remove-item; ri remove-item;
  erase remove-item; rd remove-item; ren rename-item; rni rename-item; ni new-item; md mkdir; gi get-item; sp set-itemproperty;
  gp get-itemproperty; gpv get-itempropertyvalue; rp remove-itemproperty; gcm get-command; sv set-variable; gv get-variable;
  sajb start-job; rcjb receive-job; gwmi get-wmiobject; iwmi invoke-wmimethod; gcb get-clipboard; scb set-clipboard;
  gin get-computerinfo; select select-object; sort sort-object; group group-object; measure measure-object; tee tee-object;
  where where-object; ? where-object; foreach foreach-object; % foreach-object; echo write-output; write write-output;
  sls select-string; rvpa resolve-path; cvpa convert-path; nsn new-pssession; etsn enter-pssession; spps stop-process;
  kill stop-process; sleep start-sleep; gps get-process; gsv get-service; sasv start-service; cd set-location; sl set-location;
  pushd push-location; popd pop-location; fl format-list; ft format-table; oh out-host; epcsv export-csv; ipcsv import-csv`
    .split(/;\s*/)
    .map((line) => line.split(' ') as [string, string]),
)

/** A command by one name: case means nothing, an alias is what it stands for, and a module before it says where it comes from. */
export function commandName(written: string): string {
  const plain = written
    .replaceAll('`', '')
    .replace(/^[\w.]{1,80}\\(?=\w{1,40}-\w{1,60}$)/, '')
    .slice(0, 200)
    .toLowerCase()
    .replace(/\.exe$/, '')
  return aliases.get(plain) ?? plain
}

/** Folders that have a name of their own on every machine, so that two spellings of one path are one. */
const folders: ReadonlyMap<string, string> = new Map([
  ['home', '~'],
  ['env:userprofile', '~'],
  ['env:home', '~'],
  ['env:homepath', '~'],
  ['env:temp', '%TEMP%'],
  ['env:tmp', '%TEMP%'],
  ['env:appdata', '%APPDATA%'],
  ['env:localappdata', '%LOCALAPPDATA%'],
  ['env:programdata', '%PROGRAMDATA%'],
  ['env:public', '%PUBLIC%'],
  ['env:windir', '%WINDIR%'],
  ['env:systemroot', '%WINDIR%'],
  ['env:programfiles', '%PROGRAMFILES%'],
])

export function folderOf(variable: string): string | undefined {
  return folders.get(variable)
}

/** A variable without case, braces and scope; undefined for what is no plain name. */
export function variableName(written: string): string | undefined {
  const plain = /^[$@]\{?((?:\w{1,16}:)?[\w?^$]{1,80})\}?$/.exec(written.trim())?.[1]?.toLowerCase()
  return plain?.replace(/^(?:global|script|local|private|using|variable):/, '')
}

/** Name in the small language of a variable: those of the environment stand apart from all others. */
export function nameOf(variable: string): string {
  return variable.startsWith('env:') ? `$env.${variable.slice(4).toUpperCase()}` : `$${variable}`
}

/** `[System.Net.WebClient]` -> `system.net.webclient`; what a type is made of is left out. */
export function typeName(written: string): string {
  const inner = written.replace(/\s+/g, '').replace(/^\[|\]$/g, '')
  return inner.replace(/[`[].*$/s, '').toLowerCase()
}

/** A thing of a type by one name, whether or not `System` stands before it. */
export function plainType(written: string): string {
  return typeName(written).replace(/^system\./, '')
}

/** Name in the small language of a type, which no command has. */
export function nameOfType(written: string): string {
  return `[${typeName(written)}]`
}
