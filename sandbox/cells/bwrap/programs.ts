import { existsSync } from 'node:fs'

/**
 * Programs that skills call and a cell has not: of public distributions, whose doings are told by their arguments. In their
 * place stands one that does nothing and succeeds; that it was called, and with what, is seen. None that runs what it is
 * given or fetches what nobody has seen (interpreters, compilers, runners of packages or images): without those, something of the
 * sample is not seen, and that must be said.
 */
export const standInPrograms: readonly string[] = [
  ...['openclaw', 'clawdbot', 'moltbot', 'clawhub', 'mcporter'],
  ...['ffmpeg', 'ffprobe', 'sox', 'yt-dlp', 'convert', 'magick', 'inkscape', 'rsvg-convert', 'exiftool'],
  ...['pdftotext', 'pdftoppm', 'qpdf', 'pandoc', 'libreoffice', 'soffice', 'tesseract', 'whisper', 'espeak'],
  ...['rsync', 'rclone', 'gh', 'glab', 'aws', 'gcloud', 'az', 'kubectl', 'terraform', 'vercel', 'wrangler'],
  ...[
    'jq',
    'yq',
    'rg',
    'fd',
    'fzf',
    'bat',
    'tree',
    'bc',
    'xmllint',
    'shellcheck',
    'dot',
    'sqlite3',
    'psql',
    'redis-cli',
  ],
  ...[
    'notify-send',
    'xclip',
    'xsel',
    'wl-copy',
    'pbcopy',
    'pbpaste',
    'say',
    'afplay',
    'screencapture',
    'sips',
  ],
  ...['signal-cli', 'wacli', 'gog', 'op', 'bw', 'pass', 'adb', 'dig', 'nslookup', 'whois', 'ping', 'lsof'],
]

/** Folder of the cell in which they stand; the last of PATH. */
export const standInPath = '/opt/tools/bin'

const systemFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/sbin']
const idle = '/usr/bin/true'

let links: Readonly<Record<string, string>> | undefined

/** By path in the cell, with what each leads to; none where the machine has the program itself. */
export function standInLinks(): Readonly<Record<string, string>> {
  links ??= Object.fromEntries(
    existsSync(idle)
      ? standInPrograms
          .filter((name) => !systemFolders.some((folder) => existsSync(`${folder}/${name}`)))
          .map((name) => [`${standInPath}/${name}`, idle])
      : [],
  )
  return links
}
